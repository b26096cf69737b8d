/// Groth16 proofs over BN254: keys, witnesses, public signals, the prover and the verifier.
///
/// The files are those of circom and snarkjs, so every proof can be checked with tools that are not
/// ours. Values that come from outside (`Proof`, `VerifyingKey`, `PublicSignals`) are immutable and
/// say what they are; whether their points lie on the curve and in the subgroup is what
/// [org.urna.proof.Groth16Verifier] answers. Witnesses are secrets and are wiped when closed.
///
/// May depend on `org.urna.proof.bn254` and on the JSON library, and on nothing else of ours.
@NullMarked
package org.urna.proof;

import org.jspecify.annotations.NullMarked;
