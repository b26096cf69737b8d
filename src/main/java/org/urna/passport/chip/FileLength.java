package org.urna.passport.chip;

import org.urna.passport.ChipFile;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// The length a file claims in its first bytes, judged before anything is allocated for it. A
/// hostile chip may claim any length; a library that believes it dies of `OutOfMemoryError`.
final class FileLength {

  /// Tag, one length byte and at most three more: enough for every file of ours.
  private static final int LONGEST_HEADER = 5;

  private FileLength() {}

  /// The whole file's length, tag and length bytes included, from 2 to [ChipFile#maxBytes].
  ///
  /// @param start the file's first bytes, as many as the chip gave
  /// @throws PassportReadException [PassportReadFailure#FILE_MALFORMED] for a wrong tag, an
  ///   indefinite, reserved or cut length; [PassportReadFailure#FILE_TOO_LARGE] for one over the
  ///   cap
  static int of(ChipFile file, byte[] start) throws PassportReadException {
    if (start.length < 2 || (start[0] & 0xFF) != file.tag()) {
      throw malformed(file, "does not begin with its tag");
    }
    int first = start[1] & 0xFF;
    if (first < 0x80) {
      return 2 + first;
    }
    int lengthBytes = first & 0x7F;
    if (lengthBytes == 0 || first == 0xFF) {
      throw malformed(file, "has an indefinite or reserved length");
    }
    if (2 + lengthBytes > LONGEST_HEADER) {
      throw tooLarge(file);
    }
    if (start.length < 2 + lengthBytes) {
      throw malformed(file, "ends inside its length");
    }
    int length = 0;
    for (int i = 0; i < lengthBytes; i++) {
      length = (length << 8) | (start[2 + i] & 0xFF);
    }
    int total = 2 + lengthBytes + length;
    if (total > file.maxBytes()) {
      throw tooLarge(file);
    }
    return total;
  }

  private static PassportReadException malformed(ChipFile file, String how) {
    return new PassportReadException(PassportReadFailure.FILE_MALFORMED, file + " " + how);
  }

  private static PassportReadException tooLarge(ChipFile file) {
    return new PassportReadException(
        PassportReadFailure.FILE_TOO_LARGE,
        file + " claims more than " + file.maxBytes() + " bytes");
  }
}
