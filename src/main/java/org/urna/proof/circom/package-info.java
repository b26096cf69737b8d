/// What circom and snarkjs write and read: `.r1cs`, `.wtns` and `.zkey` files, witness calculators
/// compiled to WebAssembly with the interpreter that runs them, and the development set-up that
/// makes a proving key on this machine.
///
/// May depend on `org.urna.proof` and `org.urna.proof.bn254`.
@NullMarked
package org.urna.proof.circom;

import org.jspecify.annotations.NullMarked;
