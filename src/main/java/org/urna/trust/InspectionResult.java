package org.urna.trust;

import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.passport.PassportReadFailure;

/// What [PassportInspection] found. Only the first two hold anything of a person.
public sealed interface InspectionResult {

  /// Signed by a pinned state, unchanged, and on the chip that the state made;
  /// [AuthenticPassport#chipProofs] says how that was shown. The receiver closes the passport.
  record Genuine(AuthenticPassport passport) implements InspectionResult {
    public Genuine {
      if (!passport.isChipProven()) {
        throw new IllegalArgumentException("a genuine passport's chip is proven");
      }
    }
  }

  /// Signed and unchanged, but the chip has no means to show that it is not a copy. Whether it is
  /// admitted is for the election's manifest to say (protocol P10). The receiver closes the
  /// passport.
  record SignedButClonable(AuthenticPassport passport) implements InspectionResult {
    public SignedButClonable {
      if (passport.isChipProven()) {
        throw new IllegalArgumentException("this passport's chip is proven");
      }
    }
  }

  /// The chip was read, and is not what the election can believe.
  sealed interface Refused extends InspectionResult {
    /// What the person is told.
    Failure failure();
  }

  /// The signed data says that the chip can prove itself, and it did not.
  record CloneSuspected() implements Refused {
    @Override
    public Failure failure() {
      return PassportReadFailure.CLONE_SUSPECTED.failure().orElseThrow();
    }
  }

  /// Signed by someone who is not pinned.
  record UnknownIssuer(IssuerHint issuer) implements Refused {
    @Override
    public Failure failure() {
      return issuer.failure();
    }
  }

  /// The signed data or its signature is not what is believed here.
  record Forged(SecurityObjectDefect reason) implements Refused {
    @Override
    public Failure failure() {
      return reason.failure();
    }
  }

  /// All is signed and in order, but it is not what the printed page says: the chip is another
  /// passport's, or the page was altered.
  record PageAndChipDiffer() implements Refused {
    @Override
    public Failure failure() {
      return Failure.of(FailureCode.PAGE_AND_CHIP_DIFFER);
    }
  }

  /// The chip could not be read to the end; nothing is known about it.
  record Unreadable(PassportReadFailure failure) implements InspectionResult {}
}
