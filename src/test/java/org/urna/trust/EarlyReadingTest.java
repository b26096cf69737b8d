package org.urna.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.urna.passport.PassportReadFailure;

/// The next file is read while the signatures are verified, and nobody looks into it before.
class EarlyReadingTest {
  private static final TestAuthority AUTHORITY = new TestAuthority("RSA2048", "SHA256withRSA", 0);
  private static final KeyPair SIGNER = TestAuthority.key("RSA2048", "signer");
  private static final X509CertificateHolder CERTIFICATE = AUTHORITY.issue(SIGNER).sign();
  private static final byte[] DG1 = "data group one".getBytes(StandardCharsets.US_ASCII);

  private final FakeChip chip = new FakeChip();
  private final ChipSigner keys = new ChipSigner("RSA1024", HashAlgorithm.SHA_256);
  private final List<Runnable> waiting = new ArrayList<>();
  private TestSecurityObject object;

  @BeforeEach
  void passportThatSigns() {
    chip.dataGroups.put(1, DG1);
    chip.dataGroups.put(15, keys.dataGroup15());
    chip.signs = Optional.of(keys::recoverable);
    object =
        new TestSecurityObject(SIGNER, CERTIFICATE)
            .dataGroup(1, DG1)
            .dataGroup(15, keys.dataGroup15());
  }

  /// An executor that is busy for ever: the calling thread verifies, after the early read.
  @Test
  void doesNotWaitForABusyExecutor() throws Exception {
    assertThat(inspect(waiting::add)).isInstanceOf(InspectionResult.Genuine.class);
    assertThat(chip.asked).containsExactly("SOD", "DG15", "AA", "DG1");
    assertThat(waiting).hasSize(1);
    // When it gets round to it, nothing happens any more.
    waiting.getFirst().run();
    assertThat(chip.asked).hasSize(4);
  }

  @Test
  void verifiesItselfIfTheExecutorIsShutDown() throws Exception {
    Executor shutDown =
        _ -> {
          throw new RejectedExecutionException("shut down");
        };
    assertThat(inspect(shutDown)).isInstanceOf(InspectionResult.Genuine.class);
    object.signature = bytes -> new byte[bytes.length];
    assertThat(inspect(shutDown))
        .isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.SIGNATURE));
    assertThat(chip.asked).containsExactly("SOD");
  }

  @Test
  void readsEarlyAndThenNotAgain() throws Exception {
    chip.watcher =
        what -> {
          if (what.equals("DG15")) {
            waiting.forEach(Runnable::run);
          }
        };
    assertThat(inspect(waiting::add)).isInstanceOf(InspectionResult.Genuine.class);
    assertThat(chip.asked).containsExactly("SOD", "DG15", "AA", "DG1");
  }

  @Test
  void putsTheSignatureBeforeWhatWasReadEarly() throws Exception {
    object.signature = bytes -> new byte[bytes.length];
    // A file that would be refused for itself, that is missing, or during which the chip is lost.
    chip.dataGroups.put(15, new byte[] {0x6F});
    assertThat(inspect(waiting::add))
        .isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.SIGNATURE));
    chip.dataGroups.remove(15);
    assertThat(inspect(waiting::add))
        .isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.SIGNATURE));
    chip.failsAt = Optional.of("DG15");
    assertThat(inspect(waiting::add))
        .isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.SIGNATURE));
    assertThat(chip.asked).as("nothing after the verdict").containsExactly("SOD", "DG15");
  }

  @Test
  void judgesAnEarlyFileByItsSignedDigest() throws Exception {
    byte[] changed = keys.dataGroup15();
    changed[changed.length - 1] ^= 2;
    chip.dataGroups.put(15, changed);
    assertThat(inspect(waiting::add))
        .isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.DATA_GROUP_CHANGED));
    assertThat(chip.asked).containsExactly("SOD", "DG15");
  }

  @Test
  void judgesAnEarlyFailureAfterTheSignature() throws Exception {
    chip.failsAt = Optional.of("DG15");
    assertThat(inspect(waiting::add))
        .isEqualTo(new InspectionResult.Unreadable(PassportReadFailure.LOST_CONTACT));
    chip.failure = PassportReadFailure.FILE_MISSING;
    assertThat(inspect(waiting::add)).isEqualTo(new InspectionResult.CloneSuspected());
  }

  @Test
  void readsNothingEarlyThatIsNotInTheList() throws Exception {
    object.digests.remove(15);
    assertThat(inspect(waiting::add)).isInstanceOf(InspectionResult.SignedButClonable.class);
    assertThat(chip.asked).containsExactly("SOD", "DG1");
  }

  @Test
  void readsNothingEarlyFromGarbage() {
    byte[] good = object.encode();
    assertThat(PassiveAuthentication.firstOfProof(good)).hasValue(15);
    for (String garbage : List.of("", "77", "7700", "77023000", "7784FFFFFFFF", "30")) {
      assertThat(PassiveAuthentication.firstOfProof(HexFormat.of().parseHex(garbage))).isEmpty();
    }
    assertThat(PassiveAuthentication.firstOfProof(new byte[30_000])).isEmpty();
    for (int length = 0; length < good.length; length += 13) {
      assertThat(PassiveAuthentication.firstOfProof(java.util.Arrays.copyOf(good, length)))
          .isEmpty();
    }
  }

  /// The list that is not signed decides what is read early, and nothing about what must be proven.
  @Test
  void anUnsignedListCannotTalkTheProofAway() throws Exception {
    byte[] unsigned = new TestSecurityObject(SIGNER, CERTIFICATE).dataGroup(1, DG1).digestList();
    object.contentAfterSigning = _ -> unsigned;
    assertThat(inspect(waiting::add))
        .isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.MESSAGE_DIGEST));
    assertThat(chip.asked).containsExactly("SOD");
  }

  @Test
  @Timeout(20)
  void verifiesOnAnotherThreadWhileItReads() throws Exception {
    AtomicReference<Thread> verifier = new AtomicReference<>();
    CountDownLatch verified = new CountDownLatch(1);
    chip.watcher =
        what -> {
          if (what.equals("DG15")) {
            await(verified);
          }
        };
    Executor threads =
        task -> {
          Thread thread =
              new Thread(
                  () -> {
                    task.run();
                    verified.countDown();
                  });
          verifier.set(thread);
          thread.start();
        };
    assertThat(inspect(threads)).isInstanceOf(InspectionResult.Genuine.class);
    assertThat(chip.asked).containsExactly("SOD", "DG15", "AA", "DG1");
    verifier.get().join();
  }

  /// While another thread holds the verification, an interrupt ends the wait for it.
  @Test
  @Timeout(20)
  void isCalledOffByAnInterrupt() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    AtomicReference<InspectionResult> result = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    Clock slow =
        new Clock() {
          private final Clock clock = Clock.fixed(TestAuthority.NOW, ZoneOffset.UTC);

          @Override
          public java.time.ZoneId getZone() {
            return clock.getZone();
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public java.time.Instant instant() {
            begun.countDown();
            await(released);
            return clock.instant();
          }
        };
    Thread reader =
        new Thread(
            () -> {
              result.set(inspect(slow, task -> new Thread(task).start()));
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    chip.watcher =
        what -> {
          if (what.equals("DG15")) {
            await(begun);
          }
        };
    reader.start();
    await(begun);
    reader.interrupt();
    reader.join();
    released.countDown();
    assertThat(result.get())
        .isEqualTo(new InspectionResult.Unreadable(PassportReadFailure.CALLED_OFF));
    assertThat(interrupted.get()).isTrue();
  }

  @Test
  void handsOutNothingBeforeTheVerdict() {
    SignedFiles files = new SignedFiles(chip);
    files.readEarly(java.util.OptionalInt.of(15));
    assertThatThrownBy(() -> files.read(15)).isInstanceOf(IllegalStateException.class);
  }

  private static void await(CountDownLatch latch) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private InspectionResult inspect(Executor executor) {
    return inspect(Clock.fixed(TestAuthority.NOW, ZoneOffset.UTC), executor);
  }

  private InspectionResult inspect(Clock clock, Executor executor) {
    chip.asked.clear();
    waiting.clear();
    chip.securityObject = object.encode();
    try {
      return new PassportInspection(
              TrustList.of(List.of(AUTHORITY.pinnedFor("UTO"))),
              clock,
              new SecureRandom(),
              executor)
          .inspect(chip, PrintedPage.unseen());
    } catch (TrustListException e) {
      throw new IllegalStateException(e);
    }
  }
}
