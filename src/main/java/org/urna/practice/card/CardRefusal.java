package org.urna.practice.card;

/// The chip answers with a status word instead of doing what it was told. Control flow inside the
/// simulated chip only; it carries no stack.
public final class CardRefusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final int statusWord;

  CardRefusal(int statusWord) {
    super(String.format("SW %04X", statusWord), null, false, false);
    this.statusWord = statusWord;
  }

  /// The chip does not even answer, now and until it gets power again.
  static CardRefusal forGood() {
    return new CardRefusal(0);
  }

  boolean isForGood() {
    return statusWord == 0;
  }

  int statusWord() {
    return statusWord;
  }
}
