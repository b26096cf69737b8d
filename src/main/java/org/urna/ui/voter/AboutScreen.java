package org.urna.ui.voter;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import org.urna.flow.ElectionView.Option;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterState;
import org.urna.ui.control.Labels;

/// What is elected, and questions people ask.
final class AboutScreen extends VoterScreen<VoterState.About> {
  AboutScreen(VoterKit kit) {
    super(VoterState.About.class, kit, kit.words().get("voter.about.title"));
    List<Node> lines = new ArrayList<>();
    lines.add(Labels.text(kit.text(kit.election().title()), "k-subtitle"));
    lines.add(Labels.text(kit.text(kit.election().description())));
    for (Option option : kit.election().options()) {
      lines.add(Labels.text("• " + kit.text(option.name()) + ". " + kit.text(option.line())));
    }
    String day = kit.words().day(kit.election().passportValidOn());
    question(lines, "voter.about.who", "voter.about.who-answer", day);
    question(lines, "voter.about.secret", "voter.about.secret-answer");
    question(lines, "voter.about.kept", "voter.about.kept-answer");
    question(lines, "voter.about.twice", "voter.about.twice-answer");
    question(lines, "voter.about.mistake", "voter.about.mistake-answer");
    question(lines, "voter.about.test", "voter.about.test-answer");
    lines.forEach(line -> line.getStyleClass().add("k-reading"));
    page.content(lines.toArray(Node[]::new));
    page.right(kit.primary("common.back", new VoterEvent.WentBack()));
  }

  private void question(List<Node> lines, String question, String answer, Object... arguments) {
    lines.add(Labels.text(kit.words().get(question), "k-subtitle"));
    lines.add(Labels.text(kit.words().get(answer, arguments)));
  }

  @Override
  void show(VoterState.About state) {
    // A page to read.
  }
}
