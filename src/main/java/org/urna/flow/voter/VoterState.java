package org.urna.flow.voter;

import java.util.List;
import org.urna.failure.Failure;
import org.urna.flow.Secret;

/// Where a voter stands. One screen per state; each record carries only what its phase needs, so
/// that what is not there cannot leak:
///
/// - from [Badge] on, nothing of the passport;
/// - from [Sealing] on, no choice;
/// - [Review] has the choice and no code, [Sealed] the code and no choice (protocol §6).
public sealed interface VoterState {
  Visit visit();

  /// The same state with another visit.
  VoterState with(Visit visit);

  /// Whether there is anything of a voter that must be wiped on the way out.
  default boolean holdsSession() {
    return true;
  }

  /// The secrets that this state owns. The driver wipes those that the next state no longer has.
  default List<Secret> secrets() {
    return List.of();
  }

  /// Nobody is here.
  record Start(Visit visit) implements VoterState {
    @Override
    public Start with(Visit changed) {
      return new Start(changed);
    }

    @Override
    public boolean holdsSession() {
      return false;
    }
  }

  /// This kiosk takes no votes now; `visit.polls()` says why.
  record NotVoting(Visit visit) implements VoterState {
    @Override
    public NotVoting with(Visit changed) {
      return new NotVoting(changed);
    }

    @Override
    public boolean holdsSession() {
      return false;
    }
  }

  /// What is elected, and questions people ask.
  record About(Visit visit) implements VoterState {
    @Override
    public About with(Visit changed) {
      return new About(changed);
    }

    @Override
    public boolean holdsSession() {
      return false;
    }
  }

  record WhatWillHappen(Visit visit) implements VoterState {
    @Override
    public WhatWillHappen with(Visit changed) {
      return new WhatWillHappen(changed);
    }

    @Override
    public boolean holdsSession() {
      return false;
    }
  }

  /// @param hint 0 at first, then one more each time no chip was seen for a while; 1 says how to
  ///   move the passport, 2 also asks about the symbol on the cover
  record PlacePassport(Visit visit, int hint) implements VoterState {
    @Override
    public PlacePassport with(Visit changed) {
      return new PlacePassport(changed, hint);
    }
  }

  /// @param refusals how often the chip has refused a key of this voter
  /// @param notice about the last page that was scanned
  record KeyEntry(Visit visit, KeyDraft draft, int refusals, ScanNotice notice)
      implements VoterState {
    /// Before anything was scanned.
    public KeyEntry(Visit visit, KeyDraft draft, int refusals) {
      this(visit, draft, refusals, ScanNotice.NONE);
    }

    @Override
    public KeyEntry with(Visit changed) {
      return new KeyEntry(changed, draft, refusals, notice);
    }

    @Override
    public List<Secret> secrets() {
      return List.of(draft);
    }
  }

  /// @param key kept to continue after lost contact
  /// @param contact whether the chip is being read
  /// @param losses how often contact was lost
  /// @param typicalSeconds how long this kiosk usually takes; 0 if unknown
  /// @param slow opening the chip takes so long that the screen says why
  record Reading(
      Visit visit,
      TypedKey key,
      ReadingStep step,
      Contact contact,
      int losses,
      int refusals,
      int typicalSeconds,
      boolean slow)
      implements VoterState {
    @Override
    public Reading with(Visit changed) {
      return new Reading(changed, key, step, contact, losses, refusals, typicalSeconds, slow);
    }

    Reading with(Contact changed) {
      int lost = changed == Contact.LOST ? losses + 1 : losses;
      return new Reading(visit, key, step, changed, lost, refusals, typicalSeconds, false);
    }

    Reading with(ReadingStep reached) {
      boolean still = slow && reached == step;
      return new Reading(visit, key, reached, contact, losses, refusals, typicalSeconds, still);
    }

    Reading withTypicalSeconds(int seconds) {
      return new Reading(visit, key, step, contact, losses, refusals, seconds, slow);
    }

    Reading asSlow() {
      return new Reading(visit, key, step, contact, losses, refusals, typicalSeconds, true);
    }

    @Override
    public List<Secret> secrets() {
      return List.of(key);
    }
  }

  enum Contact {
    READING,
    /// Lost in the middle; progress stands still.
    LOST,
    /// No passport lies there.
    ABSENT
  }

  /// "You can vote in this election."
  record Badge(Visit visit, Preparation preparation, List<Integer> order) implements VoterState {
    public Badge {
      order = List.copyOf(order);
    }

    @Override
    public Badge with(Visit changed) {
      return new Badge(changed, preparation, order);
    }
  }

  /// @param order the options' indices as they stand on this voter's screen
  /// @param asked another option that was touched while one is marked: the mark moves only when the
  ///   voter says so
  record Ballot(Visit visit, Preparation preparation, List<Integer> order, Mark mark, Mark asked)
      implements VoterState {
    public Ballot {
      order = List.copyOf(order);
    }

    @Override
    public Ballot with(Visit changed) {
      return new Ballot(changed, preparation, order, mark, asked);
    }
  }

  record Manifesto(Visit visit, Preparation preparation, List<Integer> order, Mark mark, int option)
      implements VoterState {
    public Manifesto {
      order = List.copyOf(order);
    }

    @Override
    public Manifesto with(Visit changed) {
      return new Manifesto(changed, preparation, order, mark, option);
    }

    /// Says neither the mark nor what was read.
    @Override
    public String toString() {
      return "Manifesto";
    }
  }

  /// Photo and name, no code.
  record Review(Visit visit, Preparation preparation, List<Integer> order, Mark mark)
      implements VoterState {
    public Review {
      order = List.copyOf(order);
    }

    @Override
    public Review with(Visit changed) {
      return new Review(changed, preparation, order, mark);
    }
  }

  /// The choice is confirmed, the anonymous ballot is not ready yet.
  record WaitingForProof(Visit visit, double fraction, List<Integer> order, Mark mark)
      implements VoterState {
    public WaitingForProof {
      order = List.copyOf(order);
    }

    @Override
    public WaitingForProof with(Visit changed) {
      return new WaitingForProof(changed, fraction, order, mark);
    }
  }

  record Sealing(Visit visit, double fraction, List<Integer> order) implements VoterState {
    public Sealing {
      order = List.copyOf(order);
    }

    @Override
    public Sealing with(Visit changed) {
      return new Sealing(changed, fraction, order);
    }
  }

  /// The code, no name and no photo.
  record Sealed(Visit visit, CodeLabel code, List<Integer> order) implements VoterState {
    public Sealed {
      order = List.copyOf(order);
    }

    @Override
    public Sealed with(Visit changed) {
      return new Sealed(changed, code, order);
    }
  }

  record Casting(Visit visit) implements VoterState {
    @Override
    public Casting with(Visit changed) {
      return new Casting(changed);
    }
  }

  /// The ballot is durable.
  ///
  /// @param lifted whether the passport was lifted while this stood on the screen
  record Cast(Visit visit, VoterReceipt receipt, boolean lifted) implements VoterState {
    @Override
    public Cast with(Visit changed) {
      return new Cast(changed, receipt, lifted);
    }
  }

  record Receipt(Visit visit, VoterReceipt receipt, boolean lifted, Paper paper)
      implements VoterState {
    @Override
    public Receipt with(Visit changed) {
      return new Receipt(changed, receipt, lifted, paper);
    }
  }

  enum Paper {
    NOT_ASKED,
    PRINTING,
    PRINTED,
    FAILED
  }

  record Testing(Visit visit) implements VoterState {
    @Override
    public Testing with(Visit changed) {
      return new Testing(changed);
    }
  }

  /// What was sealed, and that it was no vote.
  record Tested(Visit visit, TestOutcome.Disclosed disclosure) implements VoterState {
    @Override
    public Tested with(Visit changed) {
      return new Tested(changed, disclosure);
    }
  }

  /// The session is over and wiped, without a vote; one sentence and one next step.
  record Stopped(Visit visit, Failure failure) implements VoterState {
    @Override
    public Stopped with(Visit changed) {
      return new Stopped(changed, failure);
    }

    @Override
    public boolean holdsSession() {
      return false;
    }
  }

  /// Everything is wiped; a passport still lies on the reader.
  record TakePassport(Visit visit) implements VoterState {
    @Override
    public TakePassport with(Visit changed) {
      return new TakePassport(changed);
    }

    @Override
    public boolean holdsSession() {
      return false;
    }
  }

  /// A question that lies over a state which goes on beneath.
  sealed interface Over extends VoterState {
    VoterState under();

    Over over(VoterState state);

    @Override
    default Visit visit() {
      return under().visit();
    }

    @Override
    default VoterState with(Visit visit) {
      return over(under().with(visit));
    }

    @Override
    default boolean holdsSession() {
      return under().holdsSession();
    }

    @Override
    default List<Secret> secrets() {
      return under().secrets();
    }
  }

  /// "Are you still voting?"
  record Idle(VoterState under, int secondsLeft) implements Over {
    @Override
    public Idle over(VoterState state) {
      return new Idle(state, secondsLeft);
    }
  }

  /// "Leave without voting?"
  record Leaving(VoterState under) implements Over {
    @Override
    public Leaving over(VoterState state) {
      return new Leaving(state);
    }
  }
}
