package org.urna.flow.voter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.urna.flow.Counted;
import org.urna.flow.Sound;
import org.urna.flow.Subscription;

/// Services that answer what a test put into them and remember what they were asked.
public final class ScriptedVoterServices implements VoterServices {
  public final Deque<PassportOutcome> readings = new ArrayDeque<>();
  public final Deque<ProofOutcome> proofs = new ArrayDeque<>();
  public final Deque<SealOutcome> seals = new ArrayDeque<>();
  public final Deque<CastOutcome> casts = new ArrayDeque<>();
  public final Deque<TestOutcome> tests = new ArrayDeque<>();
  public final Deque<ScannedPage> scans = new ArrayDeque<>();
  public final List<Counted> counted = new ArrayList<>();
  public final List<Sound> sounds = new ArrayList<>();
  public final List<String> keysSeen = new ArrayList<>();
  public final List<TypedKey> keysLent = new ArrayList<>();
  public final List<Integer> sealed = new ArrayList<>();
  public final List<VoterReceipt> printed = new ArrayList<>();
  public boolean printerWorks = true;
  public Optional<Throwable> crash = Optional.empty();
  public int opened;
  public int closed;
  public int destroyed;
  public int castCalls;
  public int calledVolunteer;
  public Consumer<ReaderPresence> reader = _ -> {};

  @Override
  public VoterSession openSession() {
    opened++;
    return new Session();
  }

  @Override
  public Subscription watchReader(Consumer<ReaderPresence> listener) {
    reader = listener;
    return () -> reader = _ -> {};
  }

  @Override
  public ScannedPage scanKey() {
    ScannedPage page = scans.poll();
    return page == null ? new ScannedPage.None() : page;
  }

  @Override
  public boolean printReceipt(VoterReceipt receipt) {
    crashIfAsked();
    printed.add(receipt);
    return printerWorks;
  }

  @Override
  public void play(Sound sound) {
    sounds.add(sound);
  }

  @Override
  public void count(Counted what) {
    counted.add(what);
  }

  @Override
  public void callVolunteer() {
    calledVolunteer++;
  }

  private void crashIfAsked() {
    if (crash.isPresent()) {
      switch (crash.get()) {
        case Error error -> throw error;
        case RuntimeException exception -> throw exception;
        case Throwable other -> throw new AssertionError("services throw nothing else", other);
      }
    }
  }

  private static <T> T next(Deque<T> answers) {
    T answer = answers.poll();
    if (answer == null) {
      throw new AssertionError("the script has no answer for this");
    }
    return answer;
  }

  private final class Session implements VoterSession {
    private boolean open = true;

    @Override
    public PassportOutcome readPassport(TypedKey key, Consumer<ReadingStep> progress) {
      mustBeOpen();
      keysLent.add(key);
      keysSeen.add("" + key.documentNumber() + key.birthDate() + key.expiryDate());
      crashIfAsked();
      progress.accept(ReadingStep.OPENING);
      progress.accept(ReadingStep.SIGNATURE);
      return next(readings);
    }

    @Override
    public ProofOutcome prove(DoubleConsumer progress) {
      mustBeOpen();
      crashIfAsked();
      progress.accept(0.5);
      return next(proofs);
    }

    @Override
    public SealOutcome seal(int option, DoubleConsumer progress) {
      mustBeOpen();
      crashIfAsked();
      sealed.add(option);
      progress.accept(0.5);
      return next(seals);
    }

    @Override
    public void destroySealedBallot() {
      mustBeOpen();
      destroyed++;
    }

    @Override
    public CastOutcome cast() {
      mustBeOpen();
      castCalls++;
      crashIfAsked();
      return next(casts);
    }

    @Override
    public TestOutcome test() {
      mustBeOpen();
      crashIfAsked();
      return next(tests);
    }

    private void mustBeOpen() {
      if (!open) {
        throw new AssertionError("a closed session was used");
      }
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        closed++;
      }
    }
  }
}
