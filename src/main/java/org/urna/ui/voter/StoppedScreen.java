package org.urna.ui.voter;

import javafx.scene.Node;
import javafx.scene.control.Label;
import org.kordamp.ikonli.material2.Material2AL;
import org.kordamp.ikonli.material2.Material2MZ;
import org.urna.failure.FailureCode;
import org.urna.flow.voter.Mishap;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterState;
import org.urna.ui.control.Icon;
import org.urna.ui.control.Labels;
import org.urna.ui.control.TouchButton;
import org.urna.ui.text.Words;

/// One sentence and one next step.
final class StoppedScreen extends VoterScreen<VoterState.Stopped> {
  private final TouchButton help;
  private final TouchButton finish;
  private final Label coming;
  private final boolean needsHelp;

  StoppedScreen(VoterKit kit, Mishap mishap) {
    super(VoterState.Stopped.class, kit, sentence(kit.words(), mishap));
    needsHelp = mishap.nextStep() == Mishap.NextStep.CALL_VOLUNTEER;
    help = kit.primary("common.help", new VoterEvent.HelpAsked());
    finish = kit.primary("common.finish", new VoterEvent.Continued());
    coming = Labels.text(kit.words().get("voter.stopped.volunteer-coming"), "k-strong");
    Label detail = Labels.text(detail(kit.words(), mishap), "k-centre");
    detail.setVisible(!detail.getText().isEmpty());
    detail.setManaged(detail.isVisible());
    Node icon =
        mishap.nextStep() == Mishap.NextStep.FINISH
            ? Icon.of(Material2AL.INFO, 4)
            : Icon.of(Material2MZ.WARNING, 4, "k-bad");
    page.content(
        icon,
        detail,
        Labels.text(kit.words().get("voter.stopped.nothing-kept"), "k-centre"),
        coming);
  }

  private static String sentence(Words words, Mishap mishap) {
    return switch (mishap) {
      case Mishap.Plain plain -> words.of("mishap", plain);
      case Mishap.SignerUnknown _ -> words.get("mishap.signer-unknown");
      case Mishap.NotEligible _ -> words.get("mishap.not-eligible");
      case Mishap.Expired expired -> words.get("mishap.expired", words.day(expired.acceptedOn()));
      case Mishap.KioskFault _ -> words.get("mishap.kiosk-fault");
    };
  }

  private static String detail(Words words, Mishap mishap) {
    return switch (mishap) {
      case Mishap.SignerUnknown(String issuer) ->
          issuer.isEmpty()
              ? words.get("voter.stopped.code", FailureCode.SIGNER_UNKNOWN.code())
              : words.get(
                  "voter.stopped.issuer", FailureCode.SIGNER_UNKNOWN.code(), inGroups(issuer));
      case Mishap.KioskFault(String code) -> words.get("voter.stopped.code", code);
      case Mishap.Plain plain -> words.get("voter.stopped.code", plain.code().code());
      // One sentence for all of these, and no code that would tell them apart to who looks on.
      case Mishap.NotEligible _, Mishap.Expired _ -> "";
    };
  }

  /// In groups of four, so that it can be copied by hand and wraps on a narrow screen.
  private static String inGroups(String identifier) {
    return identifier.replaceAll("(.{4})(?=.)", "$1 ");
  }

  @Override
  void show(VoterState.Stopped state) {
    boolean called = state.visit().helpAsked();
    coming.setVisible(called);
    coming.setManaged(called);
    page.right(needsHelp && !called ? help : finish);
  }
}
