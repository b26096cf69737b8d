package org.urna.ui.voter;

import java.util.function.Consumer;
import org.urna.election.Localized;
import org.urna.flow.ElectionView;
import org.urna.flow.voter.VoterEvent;
import org.urna.ui.control.TouchButton;
import org.urna.ui.text.Texts;
import org.urna.ui.text.Words;

/// What every voter's screen needs: words in the voter's language, the election, and where to send
/// touches.
record VoterKit(Texts texts, Words words, ElectionView election, Consumer<VoterEvent> events) {
  private static final int LONGEST_WORD = 20;

  String text(Localized localized) {
    return ElectionView.text(localized, words.language());
  }

  /// A name for a narrow place: a long double name goes on in the next line behind its hyphen,
  /// where JavaFX would break it anywhere.
  String narrow(Localized name) {
    StringBuilder text = new StringBuilder();
    for (String part : text(name).split(" ", -1)) {
      text.append(text.isEmpty() ? "" : " ");
      text.append(part.length() > LONGEST_WORD ? part.replace("-", "-\n") : part);
    }
    return text.toString();
  }

  /// A button with the words of `key` that sends `event`.
  TouchButton button(String key, VoterEvent event) {
    return new TouchButton(words.get(key), () -> events.accept(event));
  }

  TouchButton primary(String key, VoterEvent event) {
    return button(key, event).styled("k-primary");
  }

  void active() {
    events.accept(new VoterEvent.Active());
  }
}
