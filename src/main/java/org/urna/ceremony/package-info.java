/// Phase 2 of a Groth16 set-up in public: from a powers-of-τ file and a circuit to a proving key
/// whose trapdoor nobody has, as long as one contributor forgot their secret.
///
/// The files are snarkjs' (`.ptau` prepared for phase 2, `.zkey` with its contributions, version
/// 0.7), byte for byte, so that contributors and auditors may use either program at every step.
/// What a step reads from others is checked before it is used, and refused with the name of the
/// file and the section. A contributor's secret exists in memory only, for the seconds of the
/// contribution.
///
/// May depend on `org.urna.proof` and what is below it, and on nothing else of ours.
@NullMarked
package org.urna.ceremony;

import org.jspecify.annotations.NullMarked;
