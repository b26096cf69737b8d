/// The arithmetic that circuits and Java must agree on: the Poseidon hash, the curve BabyJubJub and
/// exponential ElGamal over it, all with circomlib's parameters.
///
/// Nothing here runs in constant time: `BigInteger` takes time that depends on the numbers. A kiosk
/// computes on its own, away from anybody who could measure; do not use these classes in a server.
///
/// May depend on `org.urna.proof.bn254` and on nothing else of ours.
@NullMarked
package org.urna.proof.hash;

import org.jspecify.annotations.NullMarked;
