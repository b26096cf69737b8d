package org.urna.flow;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// What an unexpected fault is told as: one failure, with a short code to be read out over the
/// phone. It depends on the exception's type and on where it was thrown, so the same fault has the
/// same code on every kiosk, and says nothing of what the exception's message holds.
///
/// Two groups of three, as `7K2-0FQ`. Each begins with a digit, so that none can be mistaken for
/// one of [FailureCode]'s codes, a letter and two digits; there is no I, L, O or U, which sound or
/// look like something else.
public final class FaultCode {
  private static final String SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int DIGITS = 10;
  private static final int GROUPS = 2;

  private FaultCode() {}

  /// The failure that `fault` is. An exception may have come from what somebody brought; an error
  /// is the program's own (a class that is missing, an assertion that does not hold), and the next
  /// voter would meet it too. A stack that overflowed counts as an exception: data can do that.
  public static Failure of(Throwable fault) {
    return fault instanceof Error && !(fault instanceof StackOverflowError)
        ? new Failure(FailureCode.PROGRAM_BROKEN, shortCode(fault))
        : new Failure(FailureCode.UNEXPECTED, shortCode(fault));
  }

  /// The failure that `fault` is, logged with the fault's type and place only: a message could hold
  /// what was read of a passport. Ends the process if it must not go on ([FatalFaults]).
  public static Failure logged(Logger log, Throwable fault) {
    FatalFaults.endIfFatal(fault);
    Failure failure = of(fault);
    StackTraceElement[] trace = fault.getStackTrace();
    log.error(
        "{}: {} at {}",
        failure,
        fault.getClass().getName(),
        trace.length == 0 ? "an unknown place" : trace[0]);
    return failure;
  }

  private static String shortCode(Throwable fault) {
    CRC32 crc = new CRC32();
    crc.update(fault.getClass().getName().getBytes(StandardCharsets.UTF_8));
    StackTraceElement[] trace = fault.getStackTrace();
    if (trace.length > 0) {
      String where = trace[0].getClassName() + '#' + trace[0].getMethodName();
      crc.update(where.getBytes(StandardCharsets.UTF_8));
    }
    long rest = crc.getValue();
    StringBuilder code = new StringBuilder();
    for (int group = 0; group < GROUPS; group++) {
      if (group > 0) {
        code.append('-');
      }
      code.append(SYMBOLS.charAt((int) (rest % DIGITS)));
      rest /= DIGITS;
      for (int i = 0; i < 2; i++) {
        code.append(SYMBOLS.charAt((int) (rest % SYMBOLS.length())));
        rest /= SYMBOLS.length();
      }
    }
    return code.toString();
  }
}
