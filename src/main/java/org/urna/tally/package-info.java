/// From encrypted sums to an outcome: the trustees' keys and their ceremony, partial decryptions
/// with their proofs, opening the sum, and the rule that turns counts into an outcome (protocol §6
/// Keys, §7).
///
/// General for any t of n trustees, except for making keys: only a ceremony with a sole trustee
/// exists ([org.urna.tally.SoleTrusteeCeremony]).
///
/// May depend on `org.urna.election` and `org.urna.proof`.
@NullMarked
package org.urna.tally;

import org.jspecify.annotations.NullMarked;
