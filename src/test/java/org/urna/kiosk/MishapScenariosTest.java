package org.urna.kiosk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.flow.Language;
import org.urna.flow.Polls;
import org.urna.flow.SampleStates;
import org.urna.flow.Sound;
import org.urna.flow.voter.CastOutcome;
import org.urna.flow.voter.PassportOutcome;
import org.urna.flow.voter.ProofOutcome;
import org.urna.flow.voter.ScanNotice;
import org.urna.flow.voter.ScannedPage;
import org.urna.flow.voter.SealOutcome;
import org.urna.flow.voter.TestOutcome;
import org.urna.flow.voter.TypedKey;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterServices.ReaderPresence;
import org.urna.flow.voter.VoterState;

/// Plays the scenario files in `src/test/resources/org/urna/kiosk/mishaps`, one mishap each,
/// through the driver with a fake clock. A line is a command with arguments; `#` begins a comment.
class MishapScenariosTest {
  private static final Path FOLDER = Path.of("src/test/resources/org/urna/kiosk/mishaps");

  static Stream<Path> scenarios() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void playsAsWritten(Path file) throws IOException {
    try (Kiosk kiosk = Kiosk.open()) {
      int number = 0;
      boolean expected = false;
      for (String line : Files.readAllLines(file)) {
        number++;
        String command = line.replaceFirst("#.*", "").strip();
        if (!command.isEmpty()) {
          expected |= command.startsWith("expect");
          try {
            play(kiosk, command.split("\\s+"));
          } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(file.getFileName() + ":" + number + ": " + command, e);
          }
        }
      }
      assertThat(expected).as("a scenario expects something").isTrue();
      // Whatever a script left behind, the keys lent to the reader are wiped.
      assertThat(kiosk.services.keysLent).allMatch(TypedKey::isWiped);
    }
  }

  private static void play(Kiosk kiosk, String[] words) {
    String argument = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "language" -> kiosk.send(new VoterEvent.LanguageChosen(new Language(argument)));
      case "continue" -> kiosk.send(new VoterEvent.Continued());
      case "begin" -> {
        kiosk.send(new VoterEvent.LanguageChosen(Language.ENGLISH));
        kiosk.send(new VoterEvent.Continued());
      }
      case "lay" -> kiosk.services.reader.accept(ReaderPresence.PASSPORT);
      case "lift" -> kiosk.services.reader.accept(ReaderPresence.EMPTY);
      case "unplug" -> kiosk.services.reader.accept(ReaderPresence.NO_READER);
      case "type" -> kiosk.type(words[1], words[2], words[3]);
      case "specimen" -> kiosk.type("L898902C36", "7408122", "1204159");
      case "enter" -> kiosk.send(new VoterEvent.KeyEntered());
      case "scan" -> {
        for (String page : Arrays.asList(words).subList(1, words.length)) {
          kiosk.services.scans.add(page(page));
        }
        kiosk.background.runAll();
        assertThat(kiosk.services.scans).as("pages nobody looked at").isEmpty();
      }
      case "no-symbol" -> kiosk.send(new VoterEvent.NoSymbolOnCover());
      case "read" -> {
        kiosk.services.readings.add(outcome(words));
        kiosk.reader.runAll();
      }
      case "admitted" -> {
        play(kiosk, new String[] {"begin"});
        play(kiosk, new String[] {"lay"});
        play(kiosk, new String[] {"specimen"});
        play(kiosk, new String[] {"enter"});
        play(kiosk, new String[] {"read", "admitted"});
      }
      case "prove" -> {
        kiosk.services.proofs.add(
            switch (argument) {
              case "prepared" -> new ProofOutcome.Prepared();
              default -> new ProofOutcome.Failed(failure(words));
            });
        kiosk.prover.runAll();
      }
      case "touch" -> kiosk.send(new VoterEvent.OptionTouched(Integer.parseInt(argument)));
      case "review" -> kiosk.send(new VoterEvent.ReviewAsked());
      case "yes" -> kiosk.send(new VoterEvent.ChoiceConfirmed());
      case "change" -> kiosk.send(new VoterEvent.ChangeAsked());
      case "seal" -> {
        kiosk.services.seals.add(
            argument.isEmpty()
                ? new SealOutcome.Sealed(SampleStates.CODE)
                : new SealOutcome.Failed(failure(words)));
        kiosk.prover.runAll();
      }
      case "sealed" -> {
        play(kiosk, new String[] {"admitted"});
        play(kiosk, new String[] {"prove", "prepared"});
        play(kiosk, new String[] {"continue"});
        play(kiosk, new String[] {"touch", "1"});
        play(kiosk, new String[] {"review"});
        play(kiosk, new String[] {"yes"});
        play(kiosk, new String[] {"seal"});
      }
      case "cast" -> {
        kiosk.send(new VoterEvent.CastAsked());
        kiosk.services.casts.add(
            switch (argument) {
              case "durable" -> new CastOutcome.Cast(SampleStates.RECEIPT);
              case "uncertain" -> new CastOutcome.Uncertain("");
              default -> new CastOutcome.NotCast(failure(words));
            });
        kiosk.prover.runAll();
      }
      case "test" -> {
        kiosk.send(new VoterEvent.TestAsked());
        kiosk.services.tests.add(
            new TestOutcome.Disclosed(SampleStates.CODE, List.of("disclosure")));
        kiosk.prover.runAll();
      }
      case "crash" -> {
        kiosk.services.crash = java.util.Optional.of(new IllegalStateException("crash"));
        kiosk.work();
        kiosk.services.crash = java.util.Optional.empty();
      }
      case "cast-crashes" -> {
        kiosk.send(new VoterEvent.CastAsked());
        play(kiosk, new String[] {"crash"});
      }
      case "receipt" -> kiosk.send(new VoterEvent.ReceiptAsked());
      case "print" -> {
        kiosk.services.printerWorks = argument.equals("works");
        kiosk.send(new VoterEvent.ReceiptPrintAsked());
        kiosk.background.runAll();
      }
      case "active" -> kiosk.send(new VoterEvent.Active());
      case "help" -> kiosk.send(new VoterEvent.HelpAsked());
      case "leave" -> kiosk.send(new VoterEvent.LeaveAsked());
      case "leave-confirmed" -> kiosk.send(new VoterEvent.LeaveConfirmed());
      case "polls" ->
          kiosk.send(
              new VoterEvent.PollsChanged(
                  Polls.valueOf(argument.toUpperCase(Locale.ROOT).replace('-', '_'))));
      case "wait" -> kiosk.pass(Duration.parse("PT" + argument.toUpperCase(Locale.ROOT)));
      case "expect" -> expect(kiosk.state(), Arrays.copyOfRange(words, 1, words.length));
      case "expect-counted" ->
          assertThat(kiosk.services.counted.getLast().toString())
              .isEqualTo(String.join(" ", Arrays.copyOfRange(words, 1, words.length)));
      case "expect-wiped" -> {
        assertThat(kiosk.services.opened).isGreaterThan(0);
        assertThat(kiosk.services.closed).isEqualTo(kiosk.services.opened);
      }
      case "expect-open" -> assertThat(kiosk.services.closed).isEqualTo(kiosk.services.opened - 1);
      case "expect-cast-calls" ->
          assertThat(kiosk.services.castCalls).isEqualTo(Integer.parseInt(argument));
      case "expect-destroyed" ->
          assertThat(kiosk.services.destroyed).isEqualTo(Integer.parseInt(argument));
      case "expect-readings" ->
          assertThat(kiosk.services.keysSeen).hasSize(Integer.parseInt(argument));
      case "expect-sound" ->
          assertThat(kiosk.services.sounds.getLast())
              .isEqualTo(Sound.valueOf(argument.toUpperCase(Locale.ROOT).replace('-', '_')));
      case "expect-help" ->
          assertThat(kiosk.services.calledVolunteer).isEqualTo(Integer.parseInt(argument));
      default -> throw new IllegalArgumentException("unknown command " + words[0]);
    }
  }

  private static ScannedPage page(String name) {
    return name.equals("key")
        ? new ScannedPage.Key(SampleStates.key())
        : new ScannedPage.Unsuitable(
            ScanNotice.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')));
  }

  /// The kind of the state, then parts of what it prints.
  private static void expect(VoterState state, String[] words) {
    assertThat(state.getClass().getSimpleName()).isEqualTo(words[0]);
    for (int i = 1; i < words.length; i++) {
      assertThat(state.toString()).contains(words[i]);
    }
  }

  private static PassportOutcome outcome(String[] words) {
    return switch (words[1]) {
      case "admitted" -> new PassportOutcome.Admitted();
      case "nothing-there" -> new PassportOutcome.NothingThere();
      case "contact-lost" -> new PassportOutcome.ContactLost();
      case "reader-gone" -> new PassportOutcome.ReaderGone();
      default -> new PassportOutcome.Refused(failure(words));
    };
  }

  /// A failure by its name, and its detail behind it.
  private static Failure failure(String[] words) {
    return new Failure(
        FailureCode.valueOf(words[1].toUpperCase(Locale.ROOT).replace('-', '_')),
        words.length > 2 ? words[2] : "");
  }
}
