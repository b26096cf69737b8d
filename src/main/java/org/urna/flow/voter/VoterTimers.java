package org.urna.flow.voter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.urna.flow.voter.VoterEffect.StartTimer;
import org.urna.flow.voter.VoterEffect.StopTimer;
import org.urna.flow.voter.VoterState.Contact;
import org.urna.flow.voter.VoterState.Over;
import org.urna.flow.voter.VoterState.Paper;

/// Which timers run in which state. States say what they want; starting and stopping follows from
/// comparing two states, so that no transition can forget a timer.
final class VoterTimers {
  private final VoterLimits limits;

  VoterTimers(VoterLimits limits) {
    this.limits = limits;
  }

  /// The timer effects of going from `before` to `after` because of `event`.
  List<VoterEffect> between(VoterState before, VoterEvent event, VoterState after) {
    Map<VoterTimer, Duration> old = wanted(before);
    Map<VoterTimer, Duration> now = wanted(after);
    boolean otherScreen = leaf(before).getClass() != leaf(after).getClass();
    List<VoterEffect> effects = new ArrayList<>();
    for (VoterTimer timer : old.keySet()) {
      if (!now.containsKey(timer)) {
        effects.add(new StopTimer(timer));
      }
    }
    now.forEach(
        (timer, duration) -> {
          boolean elapsed =
              event instanceof VoterEvent.TimerElapsed(VoterTimer which) && which == timer;
          if (!duration.equals(old.get(timer))
              || elapsed
              || (isOfOneScreen(timer) && otherScreen)
              || (isOfInactivity(timer) && event instanceof VoterEvent.Touch)) {
            effects.add(new StartTimer(timer, duration));
          }
        });
    return effects;
  }

  private static boolean isOfOneScreen(VoterTimer timer) {
    return switch (timer) {
      case HINT, IDLE, RETURN, OVERDUE -> true;
      case SLOW_CHIP, IDLE_SECOND, READ_AGAIN, LIFTED, REMIND -> false;
    };
  }

  private static boolean isOfInactivity(VoterTimer timer) {
    return switch (timer) {
      case IDLE, RETURN -> true;
      case HINT, SLOW_CHIP, IDLE_SECOND, READ_AGAIN, LIFTED, REMIND, OVERDUE -> false;
    };
  }

  private static VoterState leaf(VoterState state) {
    return state instanceof Over over ? leaf(over.under()) : state;
  }

  private Map<VoterTimer, Duration> wanted(VoterState state) {
    Map<VoterTimer, Duration> timers = new EnumMap<>(VoterTimer.class);
    switch (state) {
      case VoterState.Start _, VoterState.NotVoting _ -> {}
      case VoterState.About _,
          VoterState.WhatWillHappen _,
          VoterState.Tested _,
          VoterState.Stopped _ ->
          timers.put(VoterTimer.RETURN, limits.afterRefusal());
      case VoterState.PlacePassport place -> {
        timers.put(VoterTimer.IDLE, limits.idle());
        if (place.hint() < VoterFlow.LAST_HINT) {
          timers.put(VoterTimer.HINT, limits.hint());
        }
      }
      case VoterState.Reading reading -> {
        if (reading.contact() == Contact.READING) {
          timers.put(VoterTimer.OVERDUE, limits.overdue());
          if (reading.step() == ReadingStep.OPENING && !reading.slow()) {
            timers.put(VoterTimer.SLOW_CHIP, limits.slowChip());
          }
        } else {
          timers.put(VoterTimer.IDLE, limits.idle());
        }
        if (reading.contact() == Contact.LOST && reading.visit().passportThere()) {
          timers.put(VoterTimer.READ_AGAIN, limits.readAgain());
        }
      }
      case VoterState.KeyEntry _,
          VoterState.Badge _,
          VoterState.Ballot _,
          VoterState.Manifesto _,
          VoterState.Review _,
          VoterState.Sealed _ ->
          timers.put(VoterTimer.IDLE, limits.idle());
      case VoterState.WaitingForProof _,
          VoterState.Sealing _,
          VoterState.Casting _,
          VoterState.Testing _ ->
          // The voter waits for the kiosk, not the kiosk for the voter.
          timers.put(VoterTimer.OVERDUE, limits.overdue());
      case VoterState.Cast cast -> {
        timers.put(VoterTimer.RETURN, limits.afterVote());
        if (cast.lifted()) {
          timers.put(VoterTimer.LIFTED, limits.afterLifting());
        }
      }
      case VoterState.Receipt receipt -> {
        if (receipt.paper() == Paper.PRINTING) {
          timers.put(VoterTimer.OVERDUE, limits.overdue());
        } else {
          timers.put(VoterTimer.RETURN, limits.afterVote());
          if (receipt.lifted()) {
            timers.put(VoterTimer.LIFTED, limits.afterLifting());
          }
        }
      }
      case VoterState.TakePassport _ -> timers.put(VoterTimer.REMIND, limits.remind());
      case VoterState.Idle idle -> {
        timers.putAll(wanted(idle.under()));
        timers.remove(VoterTimer.IDLE);
        timers.put(VoterTimer.IDLE_SECOND, Duration.ofSeconds(1));
      }
      case VoterState.Leaving leaving -> {
        timers.putAll(wanted(leaving.under()));
        timers.put(VoterTimer.IDLE, limits.idle());
      }
    }
    return timers;
  }
}
