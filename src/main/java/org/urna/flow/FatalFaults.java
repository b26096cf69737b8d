package org.urna.flow;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Faults after which this process must not go on: the virtual machine is out of memory or broken,
/// so any thread may have stopped anywhere, with locks held and half of its work done. Nothing that
/// the program says after that can be relied on. The process ends at once, without its shutdown
/// hooks, and whoever started it starts it again: the ballot box and the log are made for an end at
/// any moment, and a station comes back paused.
///
/// A stack that overflows is not among them. It unwinds like an exception, and a chip that nests
/// its data deeply could otherwise end a kiosk at will.
public final class FatalFaults {
  /// What the process ends with; the same as HotSpot's after -XX:+ExitOnOutOfMemoryError, so that a
  /// supervisor needs to know one number.
  public static final int EXIT = 3;

  private static final Logger LOG = LoggerFactory.getLogger(FatalFaults.class);

  private FatalFaults() {}

  /// Whether `fault` or what caused it leaves the virtual machine in doubt.
  public static boolean isFatal(Throwable fault) {
    Throwable cause = fault;
    // A chain of causes may be a ring.
    for (int depth = 0; cause != null && depth < 64; depth++) {
      if (cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /// Returns, or does not: ends the process if `fault` [#isFatal].
  public static void endIfFatal(Throwable fault) {
    if (isFatal(fault)) {
      end(fault);
    }
  }

  /// Ends the process, because even saying that something broke has broken.
  public static void end(Throwable fault) {
    try {
      LOG.error("the program ends here and has to be started again", fault);
    } finally {
      Runtime.getRuntime().halt(EXIT);
    }
  }
}
