package org.urna.rehearsal;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.urna.flow.Flow;
import org.urna.flow.Language;
import org.urna.flow.Subscription;
import org.urna.flow.voter.Mishap;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterReceipt;
import org.urna.flow.voter.VoterState;
import org.urna.passport.mrz.CheckDigit;
import org.urna.practice.card.InProcessReader;
import org.urna.practice.specimen.SpecimenHolder;
import org.urna.practice.specimen.SpecimenPassport;

/// A voter of the headless demo: touches what a person would touch, through the same flow as the
/// kiosk's screens, and lays a specimen passport on the reader.
final class ScriptedVoter {
  /// How a visit ended.
  sealed interface Ending {
    record Voted(VoterReceipt receipt) implements Ending {}

    record Refused(Mishap mishap) implements Ending {}

    record TestedTheMachine(String disclosure) implements Ending {}
  }

  /// What the voter wants.
  ///
  /// @param option index in the manifest
  /// @param tests whether to press *Test this machine* instead of casting
  record Wish(int option, boolean tests) {}

  private static final long LONGEST_VISIT_SECONDS = 300;

  private final Flow<VoterState, VoterEvent> flow;
  private final InProcessReader reader;
  private final SpecimenPassport passport;
  private final Wish wish;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private boolean typed;
  private volatile long reading;
  private volatile long badge;
  private volatile long sealing;
  private volatile long sealed;

  ScriptedVoter(
      Flow<VoterState, VoterEvent> flow,
      InProcessReader reader,
      SpecimenPassport passport,
      Wish wish) {
    this.flow = flow;
    this.reader = reader;
    this.passport = passport;
    this.wish = wish;
  }

  /// Visits the kiosk and leaves it at its start screen with an empty reader.
  ///
  /// @throws TimeoutException if the kiosk does not come to an end in five minutes
  Ending visit() throws InterruptedException, ExecutionException, TimeoutException {
    try (Subscription _ = flow.watch(this::react)) {
      Ending how = ending.get(LONGEST_VISIT_SECONDS, TimeUnit.SECONDS);
      flow.when(VoterState.Start.class::isInstance).get(LONGEST_VISIT_SECONDS, TimeUnit.SECONDS);
      return how;
    } finally {
      reader.remove();
    }
  }

  /// On the flow's thread: sends events, waits for nothing.
  private void react(VoterState state) {
    switch (state) {
      case VoterState.Start _ -> {
        if (!ending.isDone()) {
          touch(new VoterEvent.LanguageChosen(Language.ENGLISH));
        }
      }
      case VoterState.WhatWillHappen _ -> touch(new VoterEvent.Continued());
      case VoterState.PlacePassport _ -> reader.lay(passport.chip());
      case VoterState.KeyEntry entry -> type(entry);
      case VoterState.Reading _ -> reading = first(reading);
      case VoterState.Badge _ -> {
        badge = first(badge);
        touch(new VoterEvent.Continued());
      }
      case VoterState.Sealing _ -> sealing = first(sealing);
      case VoterState.Ballot ballot -> choose(ballot);
      case VoterState.Review _ -> touch(new VoterEvent.ChoiceConfirmed());
      case VoterState.Sealed _ -> {
        sealed = first(sealed);
        touch(wish.tests() ? new VoterEvent.TestAsked() : new VoterEvent.CastAsked());
      }
      case VoterState.Cast(var _, VoterReceipt receipt, boolean _) ->
          leave(new Ending.Voted(receipt));
      case VoterState.Receipt(var _, VoterReceipt receipt, boolean _, var _) ->
          leave(new Ending.Voted(receipt));
      case VoterState.Tested(var _, var disclosure) ->
          leave(new Ending.TestedTheMachine(disclosure.qr().getFirst()));
      case VoterState.Stopped(var _, Mishap mishap) -> leave(new Ending.Refused(mishap));
      case VoterState.TakePassport _ -> reader.remove();
      case VoterState.NotVoting _,
          VoterState.About _,
          VoterState.Manifesto _,
          VoterState.WaitingForProof _,
          VoterState.Casting _,
          VoterState.Testing _,
          VoterState.Over _ -> {}
    }
  }

  private static long first(long known) {
    return known != 0 ? known : System.nanoTime();
  }

  /// From laying the passport down with its key to the badge.
  long readMillis() {
    return (badge - reading) / 1_000_000;
  }

  /// From the badge to the enrolment proof; the voter of the demo chooses at once and waits for it.
  long badgeMillis() {
    return (sealing - badge) / 1_000_000;
  }

  /// Encrypting and proving the ballot.
  long sealMillis() {
    return (sealed - sealing) / 1_000_000;
  }

  private void touch(VoterEvent event) {
    flow.send(event);
  }

  /// Copies the three printed groups, check digits included.
  private void type(VoterState.KeyEntry entry) {
    if (!typed) {
      typed = true;
      SpecimenHolder holder = passport.holder();
      for (String field :
          List.of(holder.documentNumber(), holder.birthDateInZone(), holder.expiryDateInZone())) {
        (field + CheckDigit.of(field))
            .chars()
            .forEach(c -> touch(new VoterEvent.KeyTyped((char) c)));
      }
    } else if (entry.draft().isComplete()) {
      touch(new VoterEvent.KeyEntered());
    }
  }

  private void choose(VoterState.Ballot ballot) {
    if (ballot.mark().isNone()) {
      touch(new VoterEvent.OptionTouched(wish.option()));
    } else {
      touch(new VoterEvent.ReviewAsked());
    }
  }

  private void leave(Ending how) {
    if (ending.complete(how)) {
      touch(new VoterEvent.Continued());
    }
  }
}
