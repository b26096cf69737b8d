package org.urna.ui.voter;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import org.urna.flow.voter.CodeLabel;
import org.urna.ui.control.Labels;
import org.urna.ui.control.QrCode;
import org.urna.ui.control.WrappingRow;
import org.urna.ui.text.Words;

/// A ballot code as QR, six words and hexadecimal.
final class CodeBox {
  private static final int GROUP = 8;

  private CodeBox() {}

  static Node of(CodeLabel code, String qr, Words words, Node... below) {
    QrCode picture = new QrCode(qr);
    picture.getStyleClass().add("k-qr-normal");
    VBox text =
        new VBox(
            Labels.text(code.wordsIn(words.language()), "k-words"),
            Labels.text(grouped(code.hex()), "k-hex"));
    text.getChildren().addAll(below);
    text.getStyleClass().addAll("k-list", "k-side");
    text.setAlignment(Pos.CENTER_LEFT);
    WrappingRow both = new WrappingRow(picture, text);
    both.getStyleClass().add("k-pair");
    both.setAlignment(Pos.CENTER);
    return both;
  }

  private static String grouped(String hex) {
    StringBuilder grouped = new StringBuilder();
    for (int i = 0; i < hex.length(); i += GROUP) {
      grouped.append(i == 0 ? "" : " ").append(hex, i, i + GROUP);
    }
    return grouped.toString();
  }
}
