package org.urna.kiosk;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.failure.FailureCode;
import org.urna.flow.Counted;
import org.urna.flow.Counted.Stage;
import org.urna.flow.Sound;
import org.urna.flow.Subscription;
import org.urna.flow.voter.ScannedPage;
import org.urna.flow.voter.VoterReceipt;
import org.urna.flow.voter.VoterServices;
import org.urna.flow.voter.VoterSession;
import org.urna.passport.ReaderState;
import org.urna.passport.ReaderWatch;
import org.urna.passport.scan.MrzScanner;
import org.urna.station.Counter;
import org.urna.station.Counters;
import org.urna.station.StationLogException;

/// The voter's side of a station.
final class VoterDesk implements VoterServices {
  private static final Logger LOG = LoggerFactory.getLogger(VoterDesk.class);
  private static final Duration WATCH = Duration.ofMillis(1500);

  private final Supplier<VoterSession> sessions;
  private final ReaderWatch watch;
  private final MrzScanner scanner;
  private final Counters counters;
  private final ReceiptPrinter printer;
  private final Consumer<Sound> sounds;
  private final Tallied tallied = new Tallied();
  private volatile boolean helpWanted;

  /// @param watch owned by this object
  /// @param sounds plays a sound; must return at once
  VoterDesk(
      Supplier<VoterSession> sessions,
      ReaderWatch watch,
      MrzScanner scanner,
      Counters counters,
      ReceiptPrinter printer,
      Consumer<Sound> sounds) {
    this.sessions = sessions;
    this.watch = watch;
    this.scanner = scanner;
    this.counters = counters;
    this.printer = printer;
    this.sounds = sounds;
  }

  /// What the volunteers' page shows since the program started.
  static final class Tallied {
    private int sessions;
    private int cast;
    private int tested;
    private final Map<Stage, Integer> abandoned = new EnumMap<>(Stage.class);
    private final Map<FailureCode, Integer> refused = new EnumMap<>(FailureCode.class);
    private final Map<FailureCode, Integer> hindered = new EnumMap<>(FailureCode.class);

    synchronized void add(Counted counted) {
      switch (counted) {
        case Counted.SessionStarted _ -> sessions++;
        case Counted.VoteCast _ -> cast++;
        case Counted.Tested _ -> tested++;
        case Counted.Abandoned(Stage stage) -> abandoned.merge(stage, 1, Integer::sum);
        case Counted.Refused(FailureCode code) -> refused.merge(code, 1, Integer::sum);
        case Counted.Hindered(FailureCode code) -> hindered.merge(code, 1, Integer::sum);
      }
    }

    synchronized int sessions() {
      return sessions;
    }

    synchronized int cast() {
      return cast;
    }

    synchronized int tested() {
      return tested;
    }

    synchronized Map<Stage, Integer> abandoned() {
      return new HashMap<>(abandoned);
    }

    synchronized Map<FailureCode, Integer> refused() {
      return new HashMap<>(refused);
    }

    synchronized Map<FailureCode, Integer> hindered() {
      return new HashMap<>(hindered);
    }
  }

  Tallied tallied() {
    return tallied;
  }

  boolean isHelpWanted() {
    return helpWanted;
  }

  void helpGiven() {
    helpWanted = false;
  }

  @Override
  public VoterSession openSession() {
    return sessions.get();
  }

  @Override
  public Subscription watchReader(Consumer<ReaderPresence> listener) {
    Thread watcher =
        Thread.ofPlatform().name("reader-watch").daemon().start(() -> watchUntilEnd(listener));
    return watcher::interrupt;
  }

  private void watchUntilEnd(Consumer<ReaderPresence> listener) {
    ReaderState known = ReaderState.NO_READER;
    listener.accept(presence(known));
    try {
      while (!Thread.currentThread().isInterrupted()) {
        ReaderState now = watch.await(known, WATCH);
        if (now != known) {
          known = now;
          listener.accept(presence(now));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      watch.close();
    }
  }

  private static ReaderPresence presence(ReaderState state) {
    return switch (state) {
      case NO_READER -> ReaderPresence.NO_READER;
      case EMPTY -> ReaderPresence.EMPTY;
      case CARD_PRESENT -> ReaderPresence.PASSPORT;
    };
  }

  @Override
  public ScannedPage scanKey() throws InterruptedException {
    return Scanners.next(scanner);
  }

  @Override
  public boolean printReceipt(VoterReceipt receipt) {
    return printer.print(receipt);
  }

  @Override
  public void play(Sound sound) {
    sounds.accept(sound);
  }

  @Override
  public void count(Counted counted) {
    tallied.add(counted);
    try {
      counters.count(counter(counted));
    } catch (StationLogException e) {
      LOG.error("earlier counters could not be logged", e);
    }
  }

  private static Counter counter(Counted counted) {
    return switch (counted) {
      case Counted.SessionStarted _ -> Counter.SESSIONS;
      case Counted.VoteCast _ -> Counter.CAST;
      case Counted.Tested _ -> Counter.TESTED;
      case Counted.Abandoned(Stage stage) ->
          switch (stage) {
            case PASSPORT, KEY -> Counter.ABANDONED_BEFORE_READING;
            case READING, BADGE -> Counter.ABANDONED_WHILE_READING;
            case BALLOT, REVIEW -> Counter.ABANDONED_WHILE_CHOOSING;
            case SEALED -> Counter.ABANDONED_WHEN_SEALED;
          };
      case Counted.Refused(FailureCode code) -> Counter.ofRefusal(code);
      case Counted.Hindered _ -> Counter.HINDERED;
    };
  }

  @Override
  public void callVolunteer() {
    helpWanted = true;
  }
}
