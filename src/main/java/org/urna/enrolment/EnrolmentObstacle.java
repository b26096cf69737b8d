package org.urna.enrolment;

import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.trust.AuthenticPassport;

/// What stands in the way of an enrolment of a passport that is authentic and eligible: known
/// before any proof is begun, and nobody's fault. The further down, the nearer the passport came.
public enum EnrolmentObstacle implements EnrolmentFailure {
  /// No variant's circuit verifies signatures of the kind that the signer makes.
  UNSUPPORTED_ALGORITHM,
  /// No variant of the election trusts the passport's signer, or its signer's authority, for the
  /// way in which it signs.
  SIGNER_NOT_LISTED,
  /// The signed data is laid out in a way that no circuit of its variant reads: too long, or data
  /// group 1 is not the first entry.
  UNSUPPORTED_LAYOUT;

  /// What the person is told. A pinned state vouches for the passport, so that neither its signer
  /// nor its signature may be doubted for what only our circuits lack.
  Failure failure(AuthenticPassport passport) {
    return switch (this) {
      case UNSUPPORTED_ALGORITHM ->
          new Failure(FailureCode.NO_VARIANT_FOR_PASSPORT, passport.signer().algorithm());
      case SIGNER_NOT_LISTED -> passport.issuerHint().failure();
      case UNSUPPORTED_LAYOUT -> new Failure(FailureCode.NO_VARIANT_FOR_PASSPORT, "layout");
    };
  }
}
