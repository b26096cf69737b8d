package org.urna.flow;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// A short code for an unexpected fault, to be read out over the phone: it depends on the
/// exception's type and on where it was thrown, so the same fault has the same code on every kiosk.
public final class FaultCode {
  private FaultCode() {}

  /// A fault as what it is told as: unexpected, with its short code.
  public static Failure failure(Throwable fault) {
    return new Failure(FailureCode.UNEXPECTED, of(fault));
  }

  /// The same, of a fault that is known by its short code alone.
  public static Failure failure(String code) {
    return new Failure(FailureCode.UNEXPECTED, code);
  }

  public static String of(Throwable fault) {
    CRC32 crc = new CRC32();
    crc.update(fault.getClass().getName().getBytes(StandardCharsets.UTF_8));
    StackTraceElement[] trace = fault.getStackTrace();
    if (trace.length > 0) {
      String where = trace[0].getClassName() + '#' + trace[0].getMethodName();
      crc.update(where.getBytes(StandardCharsets.UTF_8));
    }
    return "U" + Long.toString(crc.getValue(), 36).toUpperCase(Locale.ROOT);
  }
}
