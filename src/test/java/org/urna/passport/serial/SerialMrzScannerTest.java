package org.urna.passport.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.urna.passport.scan.MrzScan;
import org.urna.passport.scan.Pages;
import org.urna.passport.scan.SerialLine;
import org.urna.passport.scan.SerialLine.Framing;

/// The real library on a pseudo terminal.
@Timeout(60)
class SerialMrzScannerTest {
  private static final SerialLine LINES = new SerialLine(9600, Framing.LINES, "");
  private static final SerialLine ELYCTIS = new SerialLine(115_200, Framing.ELYCTIS, "43 00 01 01");
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final byte[] PAGE =
      (Pages.LINE_1 + "\r\n" + Pages.LINE_2 + "\r\n").getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private PseudoTerminal terminal = PseudoTerminal.open();
  private SerialMrzScanner scanner;

  @BeforeEach
  void plugIn() {
    scanner = scanner(LINES);
  }

  private SerialMrzScanner scanner(SerialLine line) {
    // A link, as in /dev/serial/by-id: it may lead to another device after the plug was pulled.
    Path link = folder.resolve("scanner");
    try {
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, terminal.device());
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
    return new SerialMrzScanner("a scanner", link, line);
  }

  @AfterEach
  void close() {
    scanner.close();
    terminal.close();
  }

  private FutureTask<MrzScan> waiting() {
    FutureTask<MrzScan> task = new FutureTask<>(() -> scanner.await(LONG));
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private void becomes(SerialState state) {
    long end = System.nanoTime() + LONG.toNanos();
    while (scanner.state() != state) {
      assertThat(System.nanoTime()).as("%s, not %s", scanner.state(), state).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static MrzScan outcome(FutureTask<MrzScan> task) throws Exception {
    return task.get(20, TimeUnit.SECONDS);
  }

  @Test
  void readsAPageThatIsSent() throws Exception {
    FutureTask<MrzScan> wait = waiting();
    becomes(SerialState.OPEN);
    terminal.send(PAGE);
    assertThat(Pages.text(outcome(wait))).isEqualTo(Pages.BOOK);
  }

  @Test
  void readsAPageThatComesInPieces() throws Exception {
    FutureTask<MrzScan> wait = waiting();
    becomes(SerialState.OPEN);
    for (byte b : PAGE) {
      terminal.send(new byte[] {b});
    }
    assertThat(Pages.text(outcome(wait))).isEqualTo(Pages.BOOK);
  }

  @Test
  void sendsTheStartCommandAndReadsFrames() throws Exception {
    scanner = scanner(ELYCTIS);
    FutureTask<MrzScan> wait = waiting();
    assertThat(terminal.receive(10_000)).containsExactly(0x43, 0, 1, 1);
    becomes(SerialState.OPEN);
    terminal.send(new byte[] {0x49, 0, 0});
    byte[] frame = new byte[3 + PAGE.length];
    frame[0] = 0x49;
    frame[2] = (byte) PAGE.length;
    System.arraycopy(PAGE, 0, frame, 3, PAGE.length);
    terminal.send(frame);
    assertThat(Pages.text(outcome(wait))).isEqualTo(Pages.BOOK);
  }

  @Test
  void findsItsWayAfterGarbage() throws Exception {
    FutureTask<MrzScan> wait = waiting();
    becomes(SerialState.OPEN);
    byte[] garbage = new byte[3_000];
    new java.util.Random(5).nextBytes(garbage);
    terminal.send(garbage);
    assertThat(outcome(wait)).isInstanceOf(MrzScan.Unreadable.class);
    // A new wait forgets what is still on its way, perhaps with a page: show it again.
    FutureTask<MrzScan> next = waiting();
    for (int i = 0; i < 50 && !next.isDone(); i++) {
      terminal.send(PAGE);
      try {
        next.get(400, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // Lost with the garbage.
      }
    }
    MrzScan scan = outcome(next);
    assertThat(Pages.text(scan)).isEqualTo(Pages.BOOK);
  }

  /// A page that was shown before anybody wanted it is not the next voter's.
  @Test
  void forgetsWhatCameBefore() throws Exception {
    FutureTask<MrzScan> wait = waiting();
    becomes(SerialState.OPEN);
    terminal.send(PAGE);
    assertThat(outcome(wait)).isInstanceOf(MrzScan.Read.class);
    terminal.send(PAGE);
    assertThat(scanner.await(Duration.ofMillis(500))).isInstanceOf(MrzScan.Nothing.class);
  }

  @Test
  void endsAtItsDeadlineAndWhenInterrupted() throws Exception {
    assertThat(scanner.await(Duration.ofMillis(300))).isInstanceOf(MrzScan.Nothing.class);

    FutureTask<MrzScan> task = new FutureTask<>(() -> scanner.await(LONG));
    Thread thread = Thread.ofPlatform().start(task);
    becomes(SerialState.OPEN);
    thread.interrupt();
    assertThatThrownBy(() -> outcome(task))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void recoversWhenItIsPluggedInAgain() throws Exception {
    FutureTask<MrzScan> wait = waiting();
    becomes(SerialState.OPEN);
    // Half a page, then the plug is pulled.
    terminal.send(java.util.Arrays.copyOf(PAGE, 60));
    terminal.close();
    becomes(SerialState.ABSENT);
    PseudoTerminal again = PseudoTerminal.open();
    Path link = folder.resolve("scanner");
    Files.delete(link);
    Files.createSymbolicLink(link, again.device());
    terminal = again;
    becomes(SerialState.OPEN);
    assertThat(wait.isDone()).isFalse();
    terminal.send(PAGE);
    assertThat(Pages.text(outcome(wait))).isEqualTo(Pages.BOOK);
  }

  @Test
  void waitsForADeviceThatIsNotThere() throws Exception {
    Path link = folder.resolve("scanner");
    Files.delete(link);
    FutureTask<MrzScan> wait = waiting();
    becomes(SerialState.ABSENT);
    Files.createSymbolicLink(link, terminal.device());
    becomes(SerialState.OPEN);
    terminal.send(PAGE);
    assertThat(Pages.text(outcome(wait))).isEqualTo(Pages.BOOK);
  }

  @Test
  void refusesAPathThatIsNoPort() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "text");
    try (SerialMrzScanner wrong = new SerialMrzScanner("wrong", file, LINES)) {
      assertThat(wrong.await(Duration.ofSeconds(1))).isInstanceOf(MrzScan.Nothing.class);
      assertThat(wrong.state()).isIn(SerialState.REFUSED, SerialState.NO_PORT);
    }
    assertThat(Files.readString(file)).isEqualTo("text");
  }

  @Test
  void closingEndsAWait() throws Exception {
    FutureTask<MrzScan> wait = waiting();
    becomes(SerialState.OPEN);
    scanner.close();
    assertThat(outcome(wait)).isInstanceOf(MrzScan.Nothing.class);
    assertThat(scanner.state()).isEqualTo(SerialState.CLOSED);
  }
}
