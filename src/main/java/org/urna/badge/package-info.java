/// What stands for a person without naming one: the voter badge of one session, and the nullifier
/// that spends a person's one ballot (protocol §4, §5).
///
/// Secrets (`VoterBadge`, `NullifierKey`) are wiped when closed, are never printed and never
/// compared with `equals`. While a hash of one is computed, `BigInteger` copies of it exist on the
/// heap until the collector runs; that window is the price of pure Java arithmetic.
///
/// May depend on `org.urna.proof.hash` only.
@NullMarked
package org.urna.badge;

import org.jspecify.annotations.NullMarked;
