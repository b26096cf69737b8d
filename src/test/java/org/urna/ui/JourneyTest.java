package org.urna.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testfx.api.FxRobot;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.flow.Counted;
import org.urna.flow.ElectionView;
import org.urna.flow.FlowThreads;
import org.urna.flow.Language;
import org.urna.flow.SampleStates;
import org.urna.flow.Sound;
import org.urna.flow.Subscription;
import org.urna.flow.UploadSamples;
import org.urna.flow.staff.ExportOutcome;
import org.urna.flow.staff.PreflightOutcome;
import org.urna.flow.staff.ReportOutcome;
import org.urna.flow.staff.SignInOutcome;
import org.urna.flow.staff.StaffServices;
import org.urna.flow.staff.StaffState;
import org.urna.flow.staff.StationFigures;
import org.urna.flow.staff.StationReport;
import org.urna.flow.staff.TypedPassphrase;
import org.urna.flow.staff.UploadOutcome;
import org.urna.flow.voter.CastOutcome;
import org.urna.flow.voter.PassportOutcome;
import org.urna.flow.voter.ProofOutcome;
import org.urna.flow.voter.ReadingStep;
import org.urna.flow.voter.ScanNotice;
import org.urna.flow.voter.ScannedPage;
import org.urna.flow.voter.SealOutcome;
import org.urna.flow.voter.TestOutcome;
import org.urna.flow.voter.TypedKey;
import org.urna.flow.voter.VoterLimits;
import org.urna.flow.voter.VoterReceipt;
import org.urna.flow.voter.VoterServices;
import org.urna.flow.voter.VoterSession;
import org.urna.flow.voter.VoterState;
import org.urna.kiosk.FlowDriver;
import org.urna.passport.mrz.MachineReadableZone;
import org.urna.passport.scan.MrzScan;
import org.urna.passport.scan.Pages;
import org.urna.passport.scan.ScanBox;
import org.urna.station.ReadinessReport;
import org.urna.station.StationState;
import org.urna.station.StepResult;
import org.urna.ui.control.TouchButton;
import org.urna.upload.UploadProgress;

/// Whole journeys with a robot's finger on a window: real driver and threads, services that answer
/// at once.
@Timeout(120)
class JourneyTest {
  private final Station station = new Station();
  private final ElectionView election = SampleElection.view(false);
  private final FlowDriver driver =
      new FlowDriver(
          election,
          station,
          station,
          VoterLimits.STANDARD,
          Language.RUSSIAN,
          FlowThreads.start(),
          new Random(3),
          System::nanoTime);
  private final FxRobot robot = new FxRobot();
  private KioskWindow window;
  private Stage stage;

  @BeforeEach
  void openTheWindow() throws Exception {
    driver.start();
    stage =
        Fx.call(
            () -> {
              window =
                  new KioskWindow(
                      driver.voter(),
                      driver.staff(),
                      election,
                      null,
                      System::nanoTime,
                      Duration.ZERO,
                      station.wedge::offer);
              // The headless screen has 1000 x 1000 pixels.
              Scene scene = window.open(960, 600);
              Stage shown = new Stage();
              shown.setX(0);
              shown.setY(0);
              shown.setScene(scene);
              shown.show();
              return shown;
            });
    // Until the flows' own thread has told the first states, the window is empty.
    reached(VoterState.class);
    staffReached(StaffState.class);
  }

  @AfterEach
  void closeTheWindow() {
    Fx.run(
        () -> {
          window.close();
          stage.close();
        });
    driver.close();
  }

  private void touch(String... texts) {
    TouchButton button =
        Fx.call(
            () -> {
              stage.getScene().getRoot().applyCss();
              stage.getScene().getRoot().layout();
              return ScreensTest.button(stage.getScene().getRoot(), List.of(texts));
            });
    assertThat(Fx.call(() -> button.isDisabled())).as(String.join("/", texts)).isFalse();
    Bounds bounds = Fx.call(() -> button.localToScreen(button.getLayoutBounds()));
    robot.clickOn(bounds.getCenterX(), bounds.getCenterY());
  }

  private <S extends VoterState> void reached(Class<S> kind) throws Exception {
    driver.voter().when(kind::isInstance).get(20, TimeUnit.SECONDS);
    // The window hops behind: two turns of its thread.
    Fx.run(() -> {});
    Fx.run(() -> {});
  }

  private <S extends StaffState> void staffReached(Class<S> kind) throws Exception {
    driver.staff().when(kind::isInstance).get(20, TimeUnit.SECONDS);
    Fx.run(() -> {});
    Fx.run(() -> {});
  }

  private void openThePolls() throws Exception {
    touch("Волонтёрам");
    for (int i = 0; i < 2; i++) {
      touch("1");
      touch("2");
      touch("Ввести");
      int done = i;
      driver
          .staff()
          .when(
              state -> !(state instanceof StaffState.SignIn signIn) || signIn.typed().size() > done)
          .get(20, TimeUnit.SECONDS);
      Fx.run(() -> {});
    }
    driver
        .staff()
        .when(state -> state instanceof StaffState.Preparing preparing && preparing.isReady())
        .get(20, TimeUnit.SECONDS);
    Fx.run(() -> {});
    touch("Нулевой отчёт");
    staffReached(StaffState.Zero.class);
    touch("Открыть голосование");
    staffReached(StaffState.Confirm.class);
    touch("Да, открыть голосование");
    staffReached(StaffState.Live.class);
    touch("К экрану избирателей");
    reached(VoterState.Start.class);
  }

  @Test
  void aVoterVotesInEnglishAndTheVolunteersCloseAndUpload() throws Exception {
    openThePolls();
    touch("Vote in English");
    reached(VoterState.WhatWillHappen.class);
    touch("Start");
    reached(VoterState.PlacePassport.class);
    station.reader.accept(VoterServices.ReaderPresence.PASSPORT);
    reached(VoterState.KeyEntry.class);
    touch("Letters");
    touch("L");
    touch("Digits");
    for (String digit : "898902".split("")) {
      touch(digit);
    }
    touch("Letters");
    touch("C");
    touch("Digits");
    for (String digit : ("36" + "7408122" + "1204159").split("")) {
      touch(digit);
    }
    driver
        .voter()
        .when(state -> state instanceof VoterState.KeyEntry entry && entry.draft().isComplete())
        .get(20, TimeUnit.SECONDS);
    Fx.run(() -> {});
    touch("Open the chip");
    reached(VoterState.Badge.class);
    touch("Go to the ballot");
    reached(VoterState.Ballot.class);
    touch("Anna Sokolova", "Ibragim Magomedov", "Maria Kim", "Oleg Vereshchagin");
    driver
        .voter()
        .when(state -> state instanceof VoterState.Ballot ballot && !ballot.mark().isNone())
        .get(20, TimeUnit.SECONDS);
    Fx.run(() -> {});
    touch("Review");
    reached(VoterState.Review.class);
    touch("Yes");
    reached(VoterState.Sealed.class);
    assertThat(station.cast).isEmpty();
    touch("Cast my vote");
    reached(VoterState.Cast.class);
    touch("Show a receipt");
    reached(VoterState.Receipt.class);
    touch("Finish");
    reached(VoterState.TakePassport.class);
    station.reader.accept(VoterServices.ReaderPresence.EMPTY);
    reached(VoterState.Start.class);
    assertThat(station.sealed).hasSize(1);
    assertThat(station.cast).hasSize(1);
    assertThat(station.keys).containsExactly("L898902C3740812120415");
    assertThat(station.closed).isEqualTo(1);

    touch("Волонтёрам");
    touch("1");
    touch("Ввести");
    staffReached(StaffState.Live.class);
    touch("Закрыть день");
    staffReached(StaffState.Confirm.class);
    touch("Да, закрыть день");
    staffReached(StaffState.SignIn.class);
    for (int i = 0; i < 2; i++) {
      touch("1");
      touch("Ввести");
      int done = i;
      driver
          .staff()
          .when(
              state -> !(state instanceof StaffState.SignIn signIn) || signIn.typed().size() > done)
          .get(20, TimeUnit.SECONDS);
      Fx.run(() -> {});
    }
    staffReached(StaffState.Closed.class);
    touch("Передать");
    staffReached(StaffState.ReadyToSend.class);
    touch("Отправить");
    staffReached(StaffState.Uploaded.class);
    touch("Квитанции на флешку");
    driver
        .staff()
        .when(
            state ->
                state instanceof StaffState.Uploaded uploaded
                    && uploaded.notice() instanceof StaffState.Notice.Exported)
        .get(20, TimeUnit.SECONDS);
  }

  @Test
  void aVoterOf17IsTurnedAwayInRussianAndChangesTheLanguage() throws Exception {
    openThePolls();
    station.outcome = new PassportOutcome.Refused(Failure.of(FailureCode.TOO_YOUNG));
    station.scanned = Optional.of(SampleStates.key());
    touch("Голосовать по-русски");
    reached(VoterState.WhatWillHappen.class);
    touch("Начать");
    reached(VoterState.PlacePassport.class);
    station.reader.accept(VoterServices.ReaderPresence.PASSPORT);
    reached(VoterState.Stopped.class);
    assertThat(words()).contains("Голосуют граждане с 18 лет. Паспорт этого не показывает.");
    touch("English");
    driver
        .voter()
        .when(state -> state.visit().language().equals(Language.ENGLISH))
        .get(20, TimeUnit.SECONDS);
    Fx.run(() -> {});
    assertThat(words())
        .contains("This vote is for citizens of 18 or older. The passport does not show that.");
    touch("Finish");
    reached(VoterState.TakePassport.class);
    station.reader.accept(VoterServices.ReaderPresence.EMPTY);
    reached(VoterState.Start.class);
    assertThat(station.counted).contains(new Counted.Refused(FailureCode.TOO_YOUNG));
    assertThat(station.cast).isEmpty();
    assertThat(station.closed).isEqualTo(1);
  }

  @Test
  void aScannerThatTypesOpensThePassport() throws Exception {
    openThePolls();
    touch("Vote in English");
    reached(VoterState.WhatWillHappen.class);
    // Too early: nobody wants a key yet, so it opens nothing later.
    swipe(Pages.LINE_1 + "\r" + Pages.LINE_2 + "\r");
    touch("Start");
    reached(VoterState.PlacePassport.class);
    station.reader.accept(VoterServices.ReaderPresence.PASSPORT);
    reached(VoterState.KeyEntry.class);
    swipe(Pages.LINE_1 + "\r" + Pages.LINE_2.replace("740812", "740813") + "\r");
    driver
        .voter()
        .when(
            state ->
                state instanceof VoterState.KeyEntry entry
                    && entry.notice() == ScanNotice.UNREADABLE)
        .get(20, TimeUnit.SECONDS);
    swipe(Pages.LINE_1 + "\r" + Pages.LINE_2 + "\r");
    reached(VoterState.Badge.class);
    assertThat(station.keys).containsExactly("L898902C3740812120415");
  }

  /// As a scanner sends it: at once, and then nothing for longer than a person's key is held.
  private void swipe(String text) {
    Fx.run(
        () -> {
          Scene scene = stage.getScene();
          for (char c : text.toCharArray()) {
            KeyCode code = c == '\r' ? KeyCode.ENTER : KeyCode.getKeyCode(String.valueOf(c));
            code = code == null ? KeyCode.COMMA : code;
            for (var type :
                List.of(KeyEvent.KEY_PRESSED, KeyEvent.KEY_TYPED, KeyEvent.KEY_RELEASED)) {
              javafx.scene.Node focused = scene.getFocusOwner();
              Event.fireEvent(
                  focused == null ? scene : focused,
                  new KeyEvent(type, String.valueOf(c), "", code, false, false, false, false));
            }
          }
        });
    robot.sleep(300);
  }

  private List<String> words() {
    return Fx.call(
        () ->
            ScreensTest.all(stage.getScene().getRoot(), javafx.scene.control.Label.class).stream()
                .map(javafx.scene.control.Label::getText)
                .toList());
  }

  /// Services of a station where everything works.
  private static final class Station implements VoterServices, StaffServices {
    final List<String> keys = new CopyOnWriteArrayList<>();
    final List<Integer> sealed = new CopyOnWriteArrayList<>();
    final List<VoterReceipt> cast = new CopyOnWriteArrayList<>();
    final List<Counted> counted = new CopyOnWriteArrayList<>();
    volatile Consumer<ReaderPresence> reader = _ -> {};
    volatile PassportOutcome outcome = new PassportOutcome.Admitted();
    volatile Optional<TypedKey> scanned = Optional.empty();
    volatile int closed;
    final ScanBox wedge = new ScanBox("keyboard");

    @Override
    public VoterSession openSession() {
      return new VoterSession() {
        @Override
        public PassportOutcome readPassport(TypedKey key, Consumer<ReadingStep> progress) {
          keys.add("" + key.documentNumber() + key.birthDate() + key.expiryDate());
          for (ReadingStep step : ReadingStep.values()) {
            progress.accept(step);
          }
          return outcome;
        }

        @Override
        public ProofOutcome prove(DoubleConsumer progress) {
          progress.accept(0.5);
          return new ProofOutcome.Prepared();
        }

        @Override
        public SealOutcome seal(int option, DoubleConsumer progress) {
          sealed.add(option);
          return new SealOutcome.Sealed(SampleStates.CODE);
        }

        @Override
        public void destroySealedBallot() {}

        @Override
        public CastOutcome cast() {
          cast.add(SampleStates.RECEIPT);
          return new CastOutcome.Cast(SampleStates.RECEIPT);
        }

        @Override
        public TestOutcome test() {
          return new TestOutcome.Failed(Failure.of(FailureCode.UNEXPECTED));
        }

        @Override
        public void close() {
          closed++;
        }
      };
    }

    @Override
    public Subscription watchReader(Consumer<ReaderPresence> listener) {
      reader = listener;
      listener.accept(ReaderPresence.EMPTY);
      return () -> {};
    }

    @Override
    public ScannedPage scanKey() throws InterruptedException {
      if (scanned.isPresent()) {
        return new ScannedPage.Key(scanned.get());
      }
      return switch (wedge.await(Duration.ofSeconds(60))) {
        case MrzScan.Read(MachineReadableZone zone) -> {
          try (zone) {
            yield new ScannedPage.Key(
                TypedKey.of(zone.documentNumber(), zone.birthDate(), zone.expiryDate()));
          }
        }
        case MrzScan.Unreadable _ -> new ScannedPage.Unsuitable(ScanNotice.UNREADABLE);
        case MrzScan.Nothing _ -> new ScannedPage.None();
      };
    }

    @Override
    public boolean printReceipt(VoterReceipt receipt) {
      return true;
    }

    @Override
    public void play(Sound sound) {}

    @Override
    public void count(Counted what) {
      counted.add(what);
    }

    @Override
    public void callVolunteer() {}

    @Override
    public StationState state() {
      return StationState.PROVISIONED;
    }

    @Override
    public SignInOutcome signIn(int official, TypedPassphrase passphrase) {
      return official == 0 ? new SignInOutcome.Kept() : new SignInOutcome.Accepted();
    }

    @Override
    public int officials() {
      return 2;
    }

    @Override
    public SignInOutcome unlock(TypedPassphrase passphrase) {
      return new SignInOutcome.Accepted();
    }

    @Override
    public void lock() {}

    @Override
    public void checkReadiness(Consumer<ReadinessReport.Line> found) {
      found.accept(
          new ReadinessReport.Line(
              ReadinessReport.Item.PACKAGE, ReadinessReport.Verdict.PASS, "K7QM-2XFA"));
    }

    private static StationReport report(StationReport.Kind kind) {
      return new StationReport(
          kind,
          List.of(new StationReport.Line(StationReport.Item.BALLOTS_IN_BOX, "0")),
          "report",
          "");
    }

    @Override
    public ReportOutcome zeroReport() {
      return new ReportOutcome.Made(report(StationReport.Kind.ZERO));
    }

    @Override
    public StepResult openPolls() {
      return new StepResult.Done(StationState.OPEN);
    }

    @Override
    public StepResult pausePolls() {
      return new StepResult.Done(StationState.OPEN);
    }

    @Override
    public StepResult resumePolls() {
      return new StepResult.Done(StationState.OPEN);
    }

    @Override
    public ReportOutcome closePolls() {
      return new ReportOutcome.Made(report(StationReport.Kind.CLOSING));
    }

    @Override
    public ReportOutcome closingReport() {
      return closePolls();
    }

    @Override
    public StationFigures figures() {
      return StationFigures.none();
    }

    @Override
    public PreflightOutcome preflight() {
      return new PreflightOutcome.Ready(
          List.of(
              new PreflightOutcome.Fact(
                  PreflightOutcome.Item.CHAIN, LocalDate.of(2026, 11, 22).toString())),
          new ArrayList<>());
    }

    @Override
    public UploadOutcome upload(Consumer<UploadProgress> row) {
      row.accept(UploadSamples.settled(1, 1, 0));
      return new UploadOutcome.Finished();
    }

    @Override
    public ExportOutcome exportReceipts() {
      return new ExportOutcome.Verified("/media/stick");
    }

    @Override
    public ExportOutcome exportBatches() {
      return new ExportOutcome.Verified("/media/stick");
    }

    @Override
    public ExportOutcome importReceipts() {
      return new ExportOutcome.ReceiptsTaken(1);
    }

    @Override
    public void helpGiven() {}

    @Override
    public void note(Failure failure) {
      throw new AssertionError("nothing fails here, but: " + failure);
    }
  }
}
