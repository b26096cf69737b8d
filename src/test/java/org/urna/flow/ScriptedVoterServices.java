package org.urna.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/// Services that answer what a test put into them and remember what they were asked.
final class ScriptedVoterServices implements VoterServices {
  final Deque<PassportOutcome> readings = new ArrayDeque<>();
  final Deque<ProofOutcome> proofs = new ArrayDeque<>();
  final Deque<SealOutcome> seals = new ArrayDeque<>();
  final Deque<CastOutcome> casts = new ArrayDeque<>();
  final Deque<TestOutcome> tests = new ArrayDeque<>();
  final Deque<ScannedPage> scans = new ArrayDeque<>();
  final List<Counted> counted = new ArrayList<>();
  final List<Sound> sounds = new ArrayList<>();
  final List<String> keysSeen = new ArrayList<>();
  final List<TypedKey> keysLent = new ArrayList<>();
  final List<Integer> sealed = new ArrayList<>();
  final List<VoterReceipt> printed = new ArrayList<>();
  boolean printerWorks = true;
  Optional<RuntimeException> crash = Optional.empty();
  int opened;
  int closed;
  int destroyed;
  int castCalls;
  int calledVolunteer;
  Consumer<ReaderPresence> reader = _ -> {};

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
      throw crash.get();
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
