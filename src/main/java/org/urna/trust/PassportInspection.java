package org.urna.trust;

import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import org.urna.passport.ChipAuthenticationKey;
import org.urna.passport.ChipSession;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// The order of trust. No byte is used before it is signed, no key before it is verified:
///
/// 1. security object: signature, signer, pinned authority ([PassiveAuthentication]);
/// 2. data group 14, read raw, against its signed digest;
/// 3. Chip Authentication with the key of 2, on a curve that is known here;
/// 4. data group 1, read for the *first* time under the keys of 3: only the chip that the state
///    made can answer. That the exchange of 3 "succeeds" says nothing, a copy's does as well;
/// 5. data group 1 against its signed digest.
///
/// Whether the chip must prove itself is decided by the signed list of digests, never by EF.COM,
/// which is unsigned: whoever strips data group 14 from a copy is caught.
///
/// The passport's own expiry is not judged here but by the election's rule, on the day that the
/// rule names; the circuit proves the same rule, and two opinions about a date would turn people
/// away.
public final class PassportInspection {
  private PassportInspection() {}

  /// Inspects an opened chip. Blocks for as long as the reads of `session` may take. The session
  /// stays open; the caller closes it.
  public static InspectionResult inspect(ChipSession session, TrustList trustList, Clock clock) {
    try {
      byte[] securityObject = session.readSecurityObject();
      return switch (new PassiveAuthentication(trustList, clock).authenticate(securityObject)) {
        case PassiveAuthentication.Result.Refused(SecurityObjectDefect defect) ->
            new InspectionResult.Forged(defect);
        case PassiveAuthentication.Result.UnknownIssuer(IssuerHint hint) ->
            new InspectionResult.UnknownIssuer(hint);
        case PassiveAuthentication.Result.Signed signed -> inspectChip(session, signed);
      };
    } catch (PassportReadException e) {
      return e.failure() == PassportReadFailure.CLONE_SUSPECTED
          ? new InspectionResult.CloneSuspected()
          : new InspectionResult.Unreadable(e.failure());
    } catch (Refusal e) {
      return new InspectionResult.Forged(e.defect());
    }
  }

  private static InspectionResult inspectChip(
      ChipSession session, PassiveAuthentication.Result.Signed signed)
      throws PassportReadException, Refusal {
    if (!signed.digests().contains(14)) {
      return new InspectionResult.SignedButClonable();
    }
    byte[] dg14;
    try {
      dg14 = session.readDataGroup(14);
    } catch (PassportReadException e) {
      if (e.failure() == PassportReadFailure.FILE_MISSING) {
        return new InspectionResult.CloneSuspected();
      }
      throw e;
    }
    signed.digests().requireUnchanged(14, dg14);
    Optional<ChipAuthenticationKey> key = DataGroup14.chipAuthenticationKey(dg14);
    if (key.isEmpty()) {
      return new InspectionResult.SignedButClonable();
    }
    session.authenticateChip(key.orElseThrow());
    byte[] dg1 = session.readDataGroup(1);
    try {
      if (!session.facts().chipProven()) {
        return new InspectionResult.CloneSuspected();
      }
      signed.digests().requireUnchanged(1, dg1);
      return new InspectionResult.Genuine(new AuthenticPassport(dg1, signed));
    } finally {
      Arrays.fill(dg1, (byte) 0);
    }
  }
}
