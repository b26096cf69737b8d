package org.urna.passport.pcsc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.urna.passport.ReaderState;
import org.urna.passport.ReaderWatch;

/// The machine's smart card service for one test class: a running pcscd is used and left alone,
/// else one is started and stopped at the end. A lock file keeps other runs on this machine away.
///
/// Missing packages skip the test with a line nobody overlooks, and fail it where the environment
/// says that it must run (`CI=true` or `URNA_REQUIRE_PCSC=1`).
final class PcscDaemon implements AutoCloseable {

  private static final Path PCSCD = Path.of("/usr/sbin/pcscd");
  private static final Path SOCKET = Path.of("/run/pcscd/pcscd.comm");
  private static final Path VIRTUAL_READER = Path.of("/etc/reader.conf.d/vpcd");
  private static final Path LOCK = Path.of(System.getProperty("java.io.tmpdir"), "urna-pcsc.lock");

  private final FileChannel lock;
  private Process daemon;

  private PcscDaemon(FileChannel lock) {
    this.lock = lock;
  }

  static PcscDaemon start(PcscReaders readers) throws IOException, InterruptedException {
    missing().ifPresent(PcscDaemon::skipOrFail);
    FileChannel lock = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    // Held until the channel closes; the class's time-out bounds the wait.
    lock.lock();
    PcscDaemon pcsc = new PcscDaemon(lock);
    if (stateNow(readers) == ReaderState.NO_READER) {
      pcsc.startDaemon();
    }
    try (ReaderWatch watch = readers.watch()) {
      ReaderState state = watch.await(ReaderState.NO_READER, Duration.ofSeconds(10));
      if (state == ReaderState.NO_READER) {
        pcsc.close();
        skipOrFail("pcscd runs but shows no virtual reader");
      }
    }
    return pcsc;
  }

  boolean isOurs() {
    return daemon != null;
  }

  void startDaemon() throws IOException {
    daemon =
        new ProcessBuilder(PCSCD.toString(), "-f", "-C")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  void stopDaemon() throws InterruptedException {
    daemon.destroy();
    if (!daemon.waitFor(10, TimeUnit.SECONDS)) {
      daemon.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
    }
    daemon = null;
  }

  /// As in a crash: nothing is tidied up.
  void killDaemon() throws InterruptedException {
    daemon.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
    daemon = null;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (daemon != null) {
      stopDaemon();
    }
    lock.close();
  }

  private static ReaderState stateNow(PcscReaders readers) throws InterruptedException {
    try (ReaderWatch watch = readers.watch()) {
      return watch.await(ReaderState.NO_READER, Duration.ZERO);
    }
  }

  private static Optional<String> missing() {
    if (!Files.isExecutable(PCSCD)) {
      return Optional.of("pcscd is not installed (Debian package pcscd)");
    }
    if (!Files.exists(VIRTUAL_READER)) {
      return Optional.of("the virtual reader is not installed (Debian package vsmartcard-vpcd)");
    }
    boolean mayStart = Files.isWritable(Path.of("/run"));
    if (!mayStart && !Files.exists(SOCKET)) {
      return Optional.of("pcscd is not running and only root can start it");
    }
    return Optional.empty();
  }

  private static void skipOrFail(String why) {
    boolean required =
        "true".equals(System.getenv("CI")) || "1".equals(System.getenv("URNA_REQUIRE_PCSC"));
    String line = "PC/SC TEST NOT RUN: " + why;
    if (required) {
      Assertions.fail(line);
    }
    System.err.println("*".repeat(line.length()));
    System.err.println(line);
    System.err.println("*".repeat(line.length()));
    Assumptions.abort(line);
  }
}
