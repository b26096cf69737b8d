package org.urna.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.practice.specimen.Specimens.LIBRARY;
import static org.urna.practice.specimen.Specimens.POLLING_DAY;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.flow.voter.ScannedPage;
import org.urna.kiosk.Scanners;
import org.urna.passport.ApduObserver;
import org.urna.passport.ChipSession;
import org.urna.passport.MrzKey;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.ReaderState;
import org.urna.passport.chip.JmrtdPassportReader;
import org.urna.passport.chip.ReadLimits;
import org.urna.passport.scan.ScanBox;
import org.urna.practice.card.InProcessReader;
import org.urna.trust.InspectionResult;
import org.urna.trust.PassportInspection;
import org.urna.trust.PrintedPage;
import org.urna.trust.TrustList;
import org.urna.ui.PracticeDesk;

/// Each specimen and each mishap of the practice tray, through the kiosk's own reading code.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SpecimenTrayTest {
  private static final Clock POLLING =
      Clock.fixed(POLLING_DAY.atTime(9, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);

  /// As the kiosk's, but that a silent chip is noticed sooner.
  private static final ReadLimits LIMITS =
      new ReadLimits(Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofSeconds(20));

  private final InProcessReader reader = new InProcessReader("tray");
  private final ScanBox scanner = new ScanBox("keyboard");
  private final List<Boolean> network = new ArrayList<>();
  private final SpecimenTray tray = new SpecimenTray(LIBRARY, reader, scanner::offer, network::add);
  private final JmrtdPassportReader passports =
      new JmrtdPassportReader(
          reader, PracticeMachine.EXCHANGE, LIMITS, new SecureRandom(), ApduObserver.none());

  /// What a voter does who types what the tray shows.
  private InspectionResult read(String id) throws Exception {
    String[] groups =
        tray.specimens().stream()
            .filter(item -> item.id().equals(id))
            .findFirst()
            .orElseThrow()
            .detail()
            .orElseThrow()
            .in("en")
            .split(" +");
    String number = groups[0].substring(0, 9);
    String birth = groups[1].substring(0, 6);
    String expiry = groups[2].substring(0, 6);
    PassportInspection inspection =
        new PassportInspection(
            TrustList.of(LIBRARY.anchors()), POLLING, new SecureRandom(), Runnable::run);
    try (PrintedPage page = PrintedPage.typed(number, birth, expiry);
        ChipSession session = passports.open(new MrzKey(number, birth, expiry))) {
      return inspection.inspect(session, page);
    } catch (PassportReadException e) {
      return new InspectionResult.Unreadable(e.failure());
    }
  }

  private InspectionResult layAndRead(String id) throws Exception {
    tray.lay(id);
    return read(id);
  }

  private static InspectionResult unreadable(PassportReadFailure failure) {
    return new InspectionResult.Unreadable(failure);
  }

  private boolean isAdmitted(InspectionResult result) {
    if (result instanceof InspectionResult.Genuine(var passport)) {
      passport.close();
      return true;
    }
    return false;
  }

  @ParameterizedTest
  @CsvSource({
    "citizen-1, Genuine",
    "citizen-5, Genuine",
    "second-passport, Genuine",
    "long-names, Genuine",
    "short-number, Genuine",
    "short-only, Genuine",
    "pace-can, Genuine",
    "pace-only, Genuine",
    "rsa-aa, Genuine",
    "aa-only, Genuine",
    "minor, Genuine",
    "foreigner, Genuine",
    "other-nationality, Genuine",
    "expired, Genuine",
    "clone, CloneSuspected",
    "clone-aa, CloneSuspected",
    "clonable, SignedButClonable",
    "forged, Forged",
    "forged-signer, Forged",
    "unknown-issuer, UnknownIssuer",
    "expired-signer, Forged",
  })
  void whatTheTrayShowsOpensTheSpecimenAndItIsWhatItSays(String id, String kind) throws Exception {
    tray.fill();
    assertThat(layAndRead(id).getClass().getSimpleName()).isEqualTo(kind);
  }

  @Test
  void offersEverySpecimenOnceInBothLanguages() {
    tray.fill();
    assertThat(tray.specimens()).extracting(PracticeDesk.Item::id).doesNotHaveDuplicates();
    assertThat(tray.specimens()).hasSize(24);
    assertThat(tray.specimens())
        .allSatisfy(item -> assertThat(item.label().in("ru")).isNotEqualTo(item.label().in("en")));
    assertThat(tray.mishaps()).extracting(PracticeDesk.Item::id).doesNotHaveDuplicates();
  }

  @Test
  void aLiftedPassportIsGoneOnceAndReadsWhenLaidAgain() throws Exception {
    tray.rehearse("lifted");
    assertThat(layAndRead("citizen-1")).isEqualTo(unreadable(PassportReadFailure.LOST_CONTACT));
    assertThat(reader.watch().await(ReaderState.CARD_PRESENT, Duration.ZERO))
        .isEqualTo(ReaderState.EMPTY);
    assertThat(tray.isOn("lifted")).isFalse();
    assertThat(isAdmitted(layAndRead("citizen-1"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"citizen-1", "pace-can", "pace-only"})
  void everyMishapOfAChipBefallsItAndEnds(String id) throws Exception {
    tray.fill();
    tray.rehearse("wrong-key");
    assertThat(layAndRead(id)).isEqualTo(unreadable(PassportReadFailure.KEY_REFUSED));
    tray.rehearse("wrong-key");
    tray.rehearse("pauses");
    assertThat(layAndRead(id)).isEqualTo(unreadable(PassportReadFailure.KEY_BLOCKED));
    tray.rehearse("pauses");
    tray.rehearse("silent");
    assertThat(layAndRead(id)).isEqualTo(unreadable(PassportReadFailure.CHIP_SILENT));
    tray.rehearse("silent");
    assertThat(isAdmitted(layAndRead(id))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"citizen-1", "pace-can"})
  void aSlowChipTakesLongerThanTheScreenWaitsWithItsSentenceAndThenOpens(String id)
      throws Exception {
    tray.fill();
    tray.rehearse("slow");
    long start = System.nanoTime();
    assertThat(isAdmitted(layAndRead(id))).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(5));
  }

  @Test
  void anUnpluggedReaderIsGoneUntilItIsPluggedIn() throws Exception {
    tray.lay("citizen-1");
    tray.rehearse("unplugged");
    assertThat(tray.isOn("unplugged")).isTrue();
    assertThat(read("citizen-1")).isEqualTo(unreadable(PassportReadFailure.READER_GONE));
    tray.rehearse("unplugged");
    assertThat(isAdmitted(read("citizen-1"))).isTrue();
  }

  @Test
  void theNetworkGoesAndComes() {
    tray.rehearse("network");
    tray.rehearse("network");
    assertThat(network).containsExactly(false, true);
    assertThat(tray.isOn("network")).isFalse();
  }

  @Test
  void theScannerGivesThePageOfWhatLiesThere() throws Exception {
    CompletableFuture<ScannedPage> page = scanning();
    tray.lay("citizen-2");
    while (!page.isDone()) {
      tray.scan();
      Thread.onSpinWait();
    }
    ScannedPage seen = page.get();
    assertThat(seen).isInstanceOf(ScannedPage.Key.class);
    assertThat(((ScannedPage.Key) seen).key().documentNumber()).hasToString("750000022");
    assertThat(((ScannedPage.Key) seen).key().zone()).isPresent();
    ((ScannedPage.Key) seen).key().close();
    // Nothing there, nothing scanned.
    CompletableFuture<ScannedPage> none = scanning();
    tray.lift();
    tray.scan();
    scanner.close();
    assertThat(none.get()).isInstanceOf(ScannedPage.None.class);
  }

  private CompletableFuture<ScannedPage> scanning() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return Scanners.next(scanner);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }
}
