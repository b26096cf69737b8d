package org.urna.passport.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.urna.passport.mrz.MachineReadableZone;

@Timeout(30)
class ScanBoxTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private final ScanBox box = new ScanBox("keyboard");

  private static MrzScan.Read page() throws Exception {
    return new MrzScan.Read(MachineReadableZone.parse(Pages.BOOK));
  }

  private FutureTask<MrzScan> waiting(MrzScanner scanner) throws InterruptedException {
    FutureTask<MrzScan> task = new FutureTask<>(() -> scanner.await(LONG));
    Thread thread = Thread.ofPlatform().daemon().start(task);
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return task;
  }

  @Test
  void handsOverToWhoeverWaits() throws Exception {
    FutureTask<MrzScan> wait = waiting(box);
    box.offer(page());
    assertThat(Pages.text(wait.get(10, TimeUnit.SECONDS))).isEqualTo(Pages.BOOK);
  }

  @Test
  void wipesWhatNobodyWaitsFor() throws Exception {
    MrzScan.Read early = page();
    box.offer(early);
    assertThatThrownBy(early.zone()::toAscii).isInstanceOf(IllegalStateException.class);
    assertThat(box.await(Duration.ofMillis(20))).isInstanceOf(MrzScan.Nothing.class);
    MrzScan.Read late = page();
    box.offer(late);
    assertThatThrownBy(late.zone()::toAscii).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    box.await(LONG).close();
                  } catch (InterruptedException e) {
                    ended.countDown();
                  }
                });
    thread.interrupt();
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
  }

  /// A device that answers what a test gives it, and remembers whether it was interrupted.
  private static final class Device implements MrzScanner {
    final java.util.concurrent.BlockingQueue<MrzScan> scans =
        new java.util.concurrent.LinkedBlockingQueue<>();
    final CountDownLatch interrupted = new CountDownLatch(1);
    volatile boolean closed;

    @Override
    public String name() {
      return "device";
    }

    @Override
    public MrzScan await(Duration limit) throws InterruptedException {
      try {
        MrzScan scan = scans.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        return scan == null ? new MrzScan.Nothing() : scan;
      } catch (InterruptedException e) {
        interrupted.countDown();
        throw e;
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void ofTwoScannersTheFirstOneCounts() throws Exception {
    Device device = new Device();
    TwoScanners both = new TwoScanners(box, device);
    device.scans.add(page());
    assertThat(Pages.text(both.await(LONG))).isEqualTo(Pages.BOOK);

    FutureTask<MrzScan> wait = waiting(both);
    box.offer(page());
    assertThat(Pages.text(wait.get(10, TimeUnit.SECONDS))).isEqualTo(Pages.BOOK);
    assertThat(device.interrupted.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(both.await(Duration.ofMillis(20))).isInstanceOf(MrzScan.Nothing.class);
    both.close();
    assertThat(device.closed).isTrue();
  }

  @Test
  void aDeviceThatHangsHoldsNobodyUp() throws Exception {
    CountDownLatch comesBack = new CountDownLatch(1);
    java.util.concurrent.atomic.AtomicInteger waits =
        new java.util.concurrent.atomic.AtomicInteger();
    MrzScanner hanging =
        new MrzScanner() {
          @Override
          public String name() {
            return "hanging";
          }

          @Override
          public MrzScan await(Duration limit) {
            waits.incrementAndGet();
            while (comesBack.getCount() > 0) {
              Thread.onSpinWait();
            }
            return new MrzScan.Nothing();
          }

          @Override
          public void close() {}
        };
    TwoScanners both = new TwoScanners(box, hanging);
    assertThat(both.await(Duration.ofMillis(20))).isInstanceOf(MrzScan.Nothing.class);
    FutureTask<MrzScan> wait = waiting(both);
    box.offer(page());
    assertThat(Pages.text(wait.get(10, TimeUnit.SECONDS))).isEqualTo(Pages.BOOK);
    assertThat(waits).hasValue(1);
    comesBack.countDown();
    for (int i = 0; i < 1_000 && waits.get() == 1; i++) {
      both.await(Duration.ofMillis(10)).close();
    }
    assertThat(waits).hasValueGreaterThan(1);
  }
}
