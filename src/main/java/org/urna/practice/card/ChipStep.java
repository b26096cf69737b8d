package org.urna.practice.card;

/// What a command is to the chip that executes it.
///
/// @param file the file of SELECT and READ, `0x011D` for EF.SOD, else 0
/// @param number the block of a READ, counting from 0 since the chip got power whatever its length;
///   the step of PACE, 0 for MSE:Set AT and 1 to 4 for GENERAL AUTHENTICATE; else 0
public record ChipStep(Kind kind, int file, int number) {

  /// The commands of a passport chip.
  public enum Kind {
    SELECT_APPLICATION,
    SELECT_FILE,
    READ,
    GET_CHALLENGE,
    EXTERNAL_AUTHENTICATE,
    PACE,
    /// MSE:Set AT or Set KAT of Chip Authentication
    MANAGE_SECURITY_ENVIRONMENT,
    /// of Chip Authentication
    GENERAL_AUTHENTICATE,
    INTERNAL_AUTHENTICATE,
    UNKNOWN
  }

  /// A step that there is one of.
  public static ChipStep of(Kind kind) {
    return new ChipStep(kind, 0, 0);
  }

  /// Block `block` of `file`.
  public static ChipStep read(int file, int block) {
    return new ChipStep(Kind.READ, file, block);
  }

  /// SELECT of `file`.
  public static ChipStep select(int file) {
    return new ChipStep(Kind.SELECT_FILE, file, 0);
  }

  /// Step 0 to 4 of PACE.
  public static ChipStep pace(int step) {
    return new ChipStep(Kind.PACE, 0, step);
  }
}
