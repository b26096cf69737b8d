/// What circom and snarkjs write and read: `.r1cs`, `.wtns` and `.zkey` files, the inputs and
/// witnesses of calculators compiled to WebAssembly, and the development set-up that makes a
/// proving key on this machine.
///
/// May depend on `org.urna.proof`, `org.urna.proof.bn254` and `org.urna.proof.wasm`.
@NullMarked
package org.urna.proof.circom;

import org.jspecify.annotations.NullMarked;
