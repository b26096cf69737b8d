package org.urna.ui.voter;

import org.urna.flow.voter.Preparation;
import org.urna.ui.control.ProgressLine;
import org.urna.ui.text.Words;

/// The thin line below the title while the anonymous ballot is prepared.
final class PreparationLine {
  final ProgressLine line = new ProgressLine();
  private final Words words;

  PreparationLine(Words words) {
    this.words = words;
  }

  void show(Preparation preparation) {
    switch (preparation) {
      case Preparation.Running(double fraction) ->
          line.show(words.get("voter.preparing"), fraction);
      case Preparation.Ready _ -> line.show(words.get("voter.prepared"), 1);
    }
  }
}
