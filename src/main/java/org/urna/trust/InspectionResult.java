package org.urna.trust;

import org.urna.passport.PassportReadFailure;

/// What [PassportInspection] found.
public sealed interface InspectionResult {

  /// Signed by a pinned state, unchanged, and on the chip that the state made. The receiver closes
  /// the passport.
  record Genuine(AuthenticPassport passport) implements InspectionResult {}

  /// Signed and unchanged as far as it was read, but the chip has no means to prove that it is not
  /// a copy. Not admitted to vote (protocol P10).
  record SignedButClonable() implements InspectionResult {}

  /// The signed data says that the chip can prove itself, and it did not.
  record CloneSuspected() implements InspectionResult {}

  /// Signed by someone who is not pinned.
  record UnknownIssuer(IssuerHint issuer) implements InspectionResult {}

  /// The signed data or its signature is not what a state makes.
  record Forged(SecurityObjectDefect reason) implements InspectionResult {}

  /// The chip could not be read to the end; nothing is known about it.
  record Unreadable(PassportReadFailure failure) implements InspectionResult {}
}
