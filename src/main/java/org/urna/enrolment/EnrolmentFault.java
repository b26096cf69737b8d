package org.urna.enrolment;

/// What is wrong with this machine, not with the passport, if no enrolment came about.
public enum EnrolmentFault implements EnrolmentFailure {
  /// The nullifier key is not the one that the manifest commits to.
  WRONG_NULLIFIER_KEY,
  /// The circuit did not accept the passport: this program and the circuit disagree.
  NOT_PROVABLE,
  /// The proof did not verify: this machine miscomputed.
  PROOF_WRONG
}
