package org.urna.passport.scan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A keyboard wedge, which is always listened to, and a device of its own: whichever sees a page
/// first. A device that hangs in its driver is left alone until it comes back; the wedge goes on.
public final class TwoScanners implements MrzScanner {
  private static final Duration GOODBYE = Duration.ofSeconds(1);

  private final ScanBox wedge;
  private final MrzScanner device;
  private volatile @Nullable Thread reading;

  /// A wait that did not end when it was told to: the device's driver hangs.
  private @Nullable Thread stuck;

  /// @param device owned by this object
  public TwoScanners(ScanBox wedge, MrzScanner device) {
    this.wedge = wedge;
    this.device = device;
  }

  @Override
  public String name() {
    return device.name();
  }

  @Override
  public MrzScan await(Duration limit) throws InterruptedException {
    Thread hanging = stuck;
    if (hanging != null && hanging.isAlive()) {
      return wedge.await(limit);
    }
    stuck = null;
    // A platform thread: a read of the device may hold its carrier in native code.
    Thread thread = Thread.ofPlatform().name("scanner").daemon().unstarted(() -> feed(limit));
    reading = thread;
    thread.start();
    try {
      return wedge.await(limit);
    } finally {
      // Whatever it still reads belongs to nobody.
      reading = null;
      thread.interrupt();
      if (!thread.join(GOODBYE)) {
        stuck = thread;
      }
    }
  }

  private void feed(Duration limit) {
    try {
      MrzScan scan = device.await(limit);
      if (reading == Thread.currentThread() && !(scan instanceof MrzScan.Nothing)) {
        wedge.offer(scan);
      } else {
        scan.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    wedge.close();
    device.close();
  }
}
