package org.urna.passport.scan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Hands a scan from the thread that saw it to the one that waits for it. What comes while nobody
/// waits is wiped at once: a page that was scanned too early must not open the next voter's
/// passport.
///
/// It is the scanner of a keyboard wedge, whose keys the window gives to [#offer].
public final class ScanBox implements MrzScanner {
  private final String name;
  private boolean wanted;
  private boolean closed;
  private @Nullable MrzScan scan;

  public ScanBox(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  /// Takes `offered` over. Any thread; returns at once.
  public synchronized void offer(MrzScan offered) {
    if (!wanted || scan != null) {
      offered.close();
      return;
    }
    scan = offered;
    notifyAll();
  }

  @Override
  public synchronized MrzScan await(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    wanted = true;
    try {
      while (scan == null && !closed) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          break;
        }
        wait(left / 1_000_000, (int) (left % 1_000_000));
      }
      MrzScan seen = scan;
      scan = null;
      return seen == null ? new MrzScan.Nothing() : seen;
    } finally {
      wanted = false;
      MrzScan late = scan;
      if (late != null) {
        late.close();
        scan = null;
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
