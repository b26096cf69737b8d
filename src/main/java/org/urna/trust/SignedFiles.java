package org.urna.trust;

import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.urna.passport.ChipSession;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// The data groups of one chip, read raw, each handed out only after its signed digest was found to
/// match.
///
/// One of them may have been read before the digests were verified; until then nobody sees it, not
/// even that it could not be read.
final class SignedFiles {

  /// A file that was read early, or why it could not be.
  private record Early(
      int number, byte @Nullable [] raw, @Nullable PassportReadException failure) {}

  private final ChipSession session;
  private @Nullable Early early;
  private @Nullable DigestList digests;

  SignedFiles(ChipSession session) {
    this.session = session;
  }

  /// Reads a data group that will probably be needed. Never fails.
  void readEarly(OptionalInt number) {
    number.ifPresent(
        wanted -> {
          try {
            early = new Early(wanted, session.readDataGroup(wanted), null);
          } catch (PassportReadException e) {
            early = new Early(wanted, null, e);
          }
        });
  }

  /// From here on files are handed out.
  ///
  /// @param verified the list whose signature and signer have been verified
  void judgeBy(DigestList verified) {
    digests = verified;
  }

  /// Data group `number`, which is in the list.
  ///
  /// @throws Refusal [SecurityObjectDefect#DATA_GROUP_CHANGED] unless it is the signed one
  byte[] read(int number) throws PassportReadException, Refusal {
    DigestList verified = digests;
    if (verified == null) {
      throw new IllegalStateException("the digests are not verified yet");
    }
    byte[] raw = raw(number);
    try {
      verified.requireUnchanged(number, raw);
    } catch (Refusal e) {
      Arrays.fill(raw, (byte) 0);
      throw e;
    }
    return raw;
  }

  /// A data group that the chip proves itself with. That it is signed and not there is no accident:
  /// leaving it out would be how a copy gets round the proof.
  ///
  /// @throws PassportReadException [PassportReadFailure#CLONE_SUSPECTED] if the chip does not have
  ///   it or does not give it out
  byte[] readForProof(int number) throws PassportReadException, Refusal {
    try {
      return read(number);
    } catch (PassportReadException e) {
      throw e.failure() == PassportReadFailure.FILE_MISSING
          ? new PassportReadException(
              PassportReadFailure.CLONE_SUSPECTED,
              "data group " + number + " is signed, and not there",
              e)
          : e;
    }
  }

  private byte[] raw(int number) throws PassportReadException {
    Early read = early;
    if (read == null || read.number != number) {
      return session.readDataGroup(number);
    }
    early = null;
    if (read.failure != null) {
      throw read.failure;
    }
    return Objects.requireNonNull(read.raw);
  }
}
