package org.urna.passport;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// Why a chip could not be read; none carries data of the document.
public enum PassportReadFailure {
  /// No card lies on the reader.
  NO_CARD(null),
  /// No usable reader is there, or it went away.
  READER_GONE(null),
  /// Another program holds the card.
  READER_BUSY(FailureCode.READER_BUSY),
  /// The card has no passport application.
  NOT_A_PASSPORT(FailureCode.OTHER_CARD_ANSWERED),
  /// The chip speaks no access protocol that is spoken here.
  ACCESS_UNSUPPORTED(FailureCode.CHIP_PROTOCOL_ERROR),
  /// The chip refused the key: what was scanned or typed is not of this document.
  KEY_REFUSED(FailureCode.ACCESS_KEY_REFUSED),
  /// The chip refuses all keys, for a while or for ever; or this key was refused twice within a
  /// minute and the chip is spared a third try.
  KEY_BLOCKED(FailureCode.CHIP_PAUSES),
  /// The card was taken away or lost power.
  LOST_CONTACT(null),
  /// The chip or the reader did not answer before the deadline.
  CHIP_SILENT(FailureCode.CHIP_SILENT),
  /// The file is not on the chip, or the chip does not give it out.
  FILE_MISSING(FailureCode.CHIP_PROTOCOL_ERROR),
  /// The file says it is longer than such a file may be.
  FILE_TOO_LARGE(FailureCode.CHIP_PROTOCOL_ERROR),
  /// The file is empty, cut short, or does not begin as it must.
  FILE_MALFORMED(FailureCode.CHIP_PROTOCOL_ERROR),
  /// The chip's key for Chip or Active Authentication is of a kind not admitted here, or too long
  /// for this reader.
  CHIP_KEY_UNSUPPORTED(FailureCode.CHIP_PROTOCOL_ERROR),
  /// Chip Authentication failed: signed data on a chip that does not own the key.
  CLONE_SUSPECTED(FailureCode.COPY_SUSPECTED),
  /// Whoever asked for the read no longer wants it.
  CALLED_OFF(null),
  /// The chip broke the protocol, or somebody between it and the reader did.
  PROTOCOL_ERROR(FailureCode.CHIP_PROTOCOL_ERROR);

  private final @Nullable FailureCode code;

  PassportReadFailure(@Nullable FailureCode code) {
    this.code = code;
  }

  /// What the person is told. Empty where that depends on what else is known of the reader: nothing
  /// lies there, contact was lost, the reader is gone.
  public Optional<Failure> failure() {
    return Optional.ofNullable(code).map(known -> new Failure(known, detail()));
  }

  /// Where several share a code, the organiser wants to know which it was.
  private String detail() {
    return switch (this) {
      case ACCESS_UNSUPPORTED,
          FILE_MISSING,
          FILE_TOO_LARGE,
          FILE_MALFORMED,
          CHIP_KEY_UNSUPPORTED,
          PROTOCOL_ERROR ->
          name().toLowerCase(Locale.ROOT).replace('_', '-');
      case NO_CARD,
          READER_GONE,
          READER_BUSY,
          NOT_A_PASSPORT,
          KEY_REFUSED,
          KEY_BLOCKED,
          LOST_CONTACT,
          CHIP_SILENT,
          CLONE_SUSPECTED,
          CALLED_OFF ->
          "";
    };
  }
}
