package org.urna.passport.serial;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.passport.scan.MrzScan;
import org.urna.passport.scan.MrzScanner;
import org.urna.passport.scan.SerialFrames;
import org.urna.passport.scan.SerialLine;

/// A scanner on a serial port, real or of USB's device class. The port is opened when somebody
/// waits and stays open; unplugged, it is tried again twice a second, also under a new device
/// number if `device` is a link such as those in `/dev/serial/by-id`.
///
/// No call into the library lasts longer than [#SLICE].
public final class SerialMrzScanner implements MrzScanner {
  private static final Logger LOG = LoggerFactory.getLogger(SerialMrzScanner.class);

  /// One read; a pause of this length ends a page.
  private static final Duration SLICE = Duration.ofMillis(100);

  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration GOODBYE = Duration.ofSeconds(1);

  private final String name;
  private final Path device;
  private final SerialLine line;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ReentrantLock use = new ReentrantLock();
  private @Nullable SerialPort port;
  private volatile SerialState state = SerialState.CLOSED;

  /// Assigns only; nothing is opened.
  ///
  /// @param device such as `/dev/ttyACM0`, or a link to it
  public SerialMrzScanner(String name, Path device, SerialLine line) {
    this.name = name;
    this.device = device;
    this.line = line;
  }

  @Override
  public String name() {
    return name;
  }

  /// How the port stood when it was last used.
  public SerialState state() {
    return state;
  }

  @Override
  public MrzScan await(Duration limit) throws InterruptedException {
    use.lockInterruptibly();
    try {
      return listen(System.nanoTime() + limit.toNanos());
    } finally {
      use.unlock();
    }
  }

  private MrzScan listen(long end) throws InterruptedException {
    byte[] bytes = new byte[256];
    try (SerialFrames frames = new SerialFrames(line.framing())) {
      forgetWhatCameBefore();
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException("no longer waiting for the scanner");
        }
        long left = end - System.nanoTime();
        if (left <= 0 || closed.getCount() == 0) {
          return new MrzScan.Nothing();
        }
        SerialPort open = open();
        if (open == null) {
          closed.await(Math.min(left, RETRY.toNanos()), TimeUnit.NANOSECONDS);
          continue;
        }
        MrzScan scan = scan(open, bytes, frames);
        if (!(scan instanceof MrzScan.Nothing)) {
          return scan;
        }
      }
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private MrzScan scan(SerialPort open, byte[] bytes, SerialFrames frames) {
    int count = open.readBytes(bytes, bytes.length);
    if (count < 0 || (count == 0 && !Files.exists(device))) {
      // Half a page of before must not be joined to half a page of after.
      frames.close();
      lose(SerialState.ABSENT);
      return new MrzScan.Nothing();
    }
    return count == 0 ? frames.quiet() : frames.take(bytes, count);
  }

  private @Nullable SerialPort open() {
    SerialPort known = port;
    if (known != null) {
      return known;
    }
    if (!Files.exists(device)) {
      to(SerialState.ABSENT);
      return null;
    }
    try {
      SerialPort opened = SerialPort.getCommPort(device.toString());
      opened.setComPortParameters(line.baud(), 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
      opened.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
      opened.setComPortTimeouts(
          SerialPort.TIMEOUT_READ_SEMI_BLOCKING, (int) SLICE.toMillis(), (int) SLICE.toMillis());
      if (!opened.openPort(0)) {
        to(SerialState.REFUSED);
        return null;
      }
      port = opened;
      return start(opened) ? opened : null;
    } catch (SerialPortInvalidPortException e) {
      to(SerialState.NO_PORT);
      return null;
    } catch (LinkageError e) {
      // The library unpacks its native part into the temporary folder, which may forbid programs.
      to(SerialState.NO_LIBRARY);
      return null;
    }
  }

  private boolean start(SerialPort opened) {
    byte[] command = line.startBytes();
    if (command.length > 0 && opened.writeBytes(command, command.length) != command.length) {
      lose(SerialState.ABSENT);
      return false;
    }
    to(SerialState.OPEN);
    return true;
  }

  private void forgetWhatCameBefore() {
    SerialPort known = port;
    if (known != null && !known.flushIOBuffers()) {
      lose(SerialState.ABSENT);
    }
  }

  private void lose(SerialState why) {
    SerialPort lost = port;
    port = null;
    if (lost != null) {
      lost.closePort();
    }
    to(why);
  }

  private void to(SerialState next) {
    if (next != state) {
      LOG.info("scanner: {}", next);
      state = next;
    }
  }

  /// Ends a wait that goes on elsewhere within [#SLICE], then closes the port. A port whose driver
  /// hangs is left to the end of the program.
  @Override
  public void close() {
    closed.countDown();
    try {
      if (use.tryLock(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          lose(SerialState.CLOSED);
        } finally {
          use.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
