package org.urna.passport.pcsc;

import org.jspecify.annotations.Nullable;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// What a PC/SC error means. The JDK keeps the code in a private class whose message is the code's
/// name, so names are what can be told apart.
final class PcscErrors {

  private PcscErrors() {}

  static PassportReadException translate(Throwable error) {
    String code = codeOf(error);
    PassportReadFailure failure =
        switch (code) {
          case "SCARD_E_PROTO_MISMATCH", "SCARD_W_UNSUPPORTED_CARD" ->
              PassportReadFailure.NOT_A_PASSPORT;
          case "SCARD_E_NO_SMARTCARD" -> PassportReadFailure.NO_CARD;
          case "SCARD_E_SHARING_VIOLATION" -> PassportReadFailure.READER_BUSY;
          case "SCARD_E_READER_UNAVAILABLE",
              "SCARD_E_UNKNOWN_READER",
              "SCARD_E_NO_READERS_AVAILABLE",
              "SCARD_E_NO_SERVICE",
              "SCARD_E_SERVICE_STOPPED",
              "SCARD_E_INVALID_HANDLE" ->
              PassportReadFailure.READER_GONE;
          case "SCARD_E_TIMEOUT" -> PassportReadFailure.CHIP_SILENT;
          // Removed, reset, unpowered, not transacted, and whatever else a driver may think of: the
          // chip was not heard. Never a protocol error, which could accuse the chip.
          default -> PassportReadFailure.LOST_CONTACT;
        };
    return new PassportReadException(
        failure, "the reader's driver says " + (code.isEmpty() ? "no code" : code), error);
  }

  /// The service went away under us: its context in this JVM is dead.
  static boolean isServiceDead(Throwable error) {
    return switch (codeOf(error)) {
      case "SCARD_E_NO_SERVICE",
          "SCARD_E_SERVICE_STOPPED",
          "SCARD_E_INVALID_HANDLE",
          "SCARD_F_COMM_ERROR" ->
          true;
      default -> false;
    };
  }

  static boolean isNoReaders(Throwable error) {
    return codeOf(error).equals("SCARD_E_NO_READERS_AVAILABLE");
  }

  static boolean hasCode(Throwable error) {
    return !codeOf(error).isEmpty();
  }

  private static String codeOf(Throwable error) {
    for (@Nullable Throwable e = error; e != null; e = e.getCause()) {
      String message = e.getMessage();
      if (message != null && message.startsWith("SCARD_")) {
        return message;
      }
    }
    return "";
  }
}
