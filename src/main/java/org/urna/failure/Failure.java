package org.urna.failure;

/// What went wrong, named where it was first known and carried unchanged to whoever reads it: the
/// screen, the log, a counter, a command's last line.
///
/// @param detail what is known beyond the code and may be shown: a file, a limit, a station's
///   address, the short code of a fault; never anything of a person or of a secret; may be empty
public record Failure(FailureCode code, String detail) {
  /// A failure that its code says wholly.
  public static Failure of(FailureCode code) {
    return new Failure(code, "");
  }

  /// What is read out over the phone: the code, and the detail if there is one.
  public String readOut() {
    return code.code() + (detail.isEmpty() ? "" : " · " + detail);
  }

  /// As it is written in logs: code, name and detail.
  @Override
  public String toString() {
    return code.code() + ' ' + code + (detail.isEmpty() ? "" : ": " + detail);
  }
}
