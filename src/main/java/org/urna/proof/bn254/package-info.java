/// Arithmetic for BN254 (alt_bn128 in EIP-196 and EIP-197): prime fields, extension tower, curve
/// groups, pairing, number-theoretic transform, multi-scalar multiplication.
///
/// These are kernels on flat `long[]` arrays. They check nothing but their arguments' shape, they
/// are not constant-time, and they have not been audited; untrusted values come in through
/// `org.urna.proof`, which checks them first. Imports `java.*` (and the Vector API) only.
@NullMarked
package org.urna.proof.bn254;

import org.jspecify.annotations.NullMarked;
