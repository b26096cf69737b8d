package org.urna.flow.voter;

import org.urna.failure.FailureCode;

/// The one thing that a voter whose session was stopped does next.
public enum NextStep {
  CALL_VOLUNTEER,
  FINISH,
  OTHER_KIOSK;

  /// What follows from who can do something about it.
  public static NextStep after(FailureCode code) {
    return switch (code) {
      // Whoever goes to another kiosk now may be told there that they have voted, and not know why.
      case STORAGE_UNCERTAIN -> CALL_VOLUNTEER;
      default ->
          switch (code.audience()) {
            case VOTER -> FINISH;
            case VOLUNTEER -> CALL_VOLUNTEER;
            case OFFICIAL, TRUSTEE, AUDITOR, ORGANISER -> OTHER_KIOSK;
          };
    };
  }
}
