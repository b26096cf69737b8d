/// From a choice to a ballot that nobody can read or change (protocol §6): sealing, the ballot's
/// code, the station's promise, and the test that lets a voter open a sealed ballot instead of
/// casting it.
///
/// The ballot half of the program: it may depend on `org.urna.badge`, `org.urna.election` and
/// `org.urna.proof`, and must never know a passport type.
@NullMarked
package org.urna.ballot;

import org.jspecify.annotations.NullMarked;
