package org.urna.flow.voter;

import java.time.Duration;

/// How long the voter's flow waits for what.
///
/// @param hint without a chip, until the next hint
/// @param idle without a touch, until the question; 2 to 5 minutes (VVSG 2.0 7.2-L)
/// @param alert how long the question stands; 20 to 45 seconds
/// @param afterVote until the screens after the vote give way to the start
/// @param afterLifting the same once the passport was lifted
/// @param afterRefusal until a refusal, a test or an information page gives way to the start
/// @param readAgain after lost contact while the passport still lies there
/// @param slowChip until the screen says why opening the chip takes long
/// @param remind between two reminders of a forgotten passport
/// @param overdue until a piece of the kiosk's own work, reading a chip, proving, sealing, casting,
///   printing, counts as hanging; far above what the slowest chip and a busy machine need
public record VoterLimits(
    Duration hint,
    Duration idle,
    Duration alert,
    Duration afterVote,
    Duration afterLifting,
    Duration afterRefusal,
    Duration readAgain,
    Duration slowChip,
    Duration remind,
    Duration overdue) {

  public static final VoterLimits STANDARD =
      new VoterLimits(
          Duration.ofSeconds(8),
          Duration.ofSeconds(150),
          Duration.ofSeconds(45),
          Duration.ofSeconds(30),
          Duration.ofSeconds(8),
          Duration.ofSeconds(120),
          Duration.ofMillis(1500),
          Duration.ofSeconds(3),
          Duration.ofSeconds(10),
          Duration.ofMinutes(3));

  public VoterLimits {
    between(idle, 120, 300, "idle");
    between(alert, 20, 45, "alert");
  }

  private static void between(Duration value, long least, long most, String name) {
    if (value.toSeconds() < least || value.toSeconds() > most) {
      throw new IllegalArgumentException(name + " must be " + least + " to " + most + " seconds");
    }
  }
}
