package org.urna.enrolment;

/// Why no enrolment could be made of a passport that is authentic and eligible.
public enum EnrolmentFailure {
  /// The document signer is not among those that the election lists, or signs in a way that the
  /// variant's circuit does not prove.
  SIGNER_NOT_LISTED,
  /// The signed data is laid out in a way that the circuit does not read: too long, or data group 1
  /// is not the first entry.
  UNSUPPORTED_LAYOUT,
  /// The nullifier key is not the one that the manifest commits to.
  WRONG_NULLIFIER_KEY,
  /// The circuit did not accept the passport: this program and the circuit disagree.
  NOT_PROVABLE,
  /// The proof did not verify: this machine miscomputed.
  PROOF_WRONG
}
