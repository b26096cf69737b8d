/// The trees of trusted keys whose roots an election pins and whose leaves the enrolment circuits
/// read (protocol §11): listed document signers, or authorities for the circuits that walk the
/// chain.
@NullMarked
package org.urna.trust.tree;

import org.jspecify.annotations.NullMarked;
