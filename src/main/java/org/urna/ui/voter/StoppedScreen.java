package org.urna.ui.voter;

import javafx.scene.Node;
import javafx.scene.control.Label;
import org.kordamp.ikonli.material2.Material2AL;
import org.kordamp.ikonli.material2.Material2MZ;
import org.urna.failure.Failure;
import org.urna.flow.voter.NextStep;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterState;
import org.urna.ui.control.Icon;
import org.urna.ui.control.Labels;
import org.urna.ui.control.TouchButton;
import org.urna.ui.text.Words;

/// What happened, what to do, and the code for whoever is asked.
final class StoppedScreen extends VoterScreen<VoterState.Stopped> {
  private final TouchButton help;
  private final TouchButton finish;
  private final Label coming;
  private final boolean needsHelp;

  StoppedScreen(VoterKit kit, Failure failure) {
    super(VoterState.Stopped.class, kit, kit.words().text(failure));
    Words words = kit.words();
    NextStep next = NextStep.after(failure.code());
    needsHelp = next == NextStep.CALL_VOLUNTEER;
    help = kit.primary("common.help", new VoterEvent.HelpAsked());
    finish = kit.primary("common.finish", new VoterEvent.Continued());
    coming = Labels.text(words.get("voter.stopped.volunteer-coming"), "k-strong");
    Node icon =
        next == NextStep.FINISH
            ? Icon.of(Material2AL.INFO, 4)
            : Icon.of(Material2MZ.WARNING, 4, "k-bad");
    page.content(
        icon,
        optional(words.remedy(failure)),
        optional(forTheVolunteer(words, failure)),
        optional(kept(words, failure)),
        coming);
  }

  private static Label optional(String text) {
    Label label = Labels.text(text, "k-centre");
    label.setVisible(!text.isEmpty());
    label.setManaged(label.isVisible());
    return label;
  }

  private static String forTheVolunteer(Words words, Failure failure) {
    return switch (failure.code()) {
      // No code that would tell these apart to who looks on: it is about the person.
      case TOO_YOUNG, PASSPORT_EXPIRED, OTHER_CITIZENSHIP, NOT_AN_ORDINARY_PASSPORT -> "";
      // In groups of four, so that it can be copied by hand and wraps on a narrow screen.
      case SIGNER_UNKNOWN ->
          words.get("voter.stopped.code", failure.readOut().replaceAll("(\\w{4})(?=\\w)", "$1 "));
      default -> words.get("voter.stopped.code", failure.readOut());
    };
  }

  private static String kept(Words words, Failure failure) {
    return switch (failure.code()) {
      case STORAGE_UNCERTAIN -> "";
      // Nobody can tell from its words what became of the vote.
      case UNEXPECTED -> words.get("voter.stopped.not-cast");
      default -> words.get("voter.stopped.nothing-kept");
    };
  }

  @Override
  void show(VoterState.Stopped state) {
    boolean called = state.visit().helpAsked();
    coming.setVisible(called);
    coming.setManaged(called);
    page.right(needsHelp && !called ? help : finish);
  }
}
