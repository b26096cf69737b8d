package org.urna.rehearsal;

import java.io.PrintStream;
import org.urna.proof.ProgressListener;

/// Progress of long work for who waits at a terminal or reads a service's log: a line for every
/// tenth.
final class PrintedProgress implements ProgressListener {
  private static final int STEP = 10;

  private final PrintStream out;
  private final String what;
  private int next;

  /// @param what a sentence to which the share in percent is added
  PrintedProgress(PrintStream out, String what) {
    this.out = out;
    this.what = what;
  }

  @Override
  public void progress(double fraction) {
    int percent = (int) (fraction * 100);
    if (percent >= next) {
      out.println(what + ", " + percent + " %");
      next = percent - percent % STEP + STEP;
    }
  }
}
