package org.urna.ballot;

/// The option a voter chose. **A secret** that exists from the touch of the screen to the sealing,
/// which consumes it. Not recorded, not printed, not compared.
public final class Choice implements AutoCloseable {
  private static final int NOTHING = -1;

  private final int optionCount;
  private int option;

  private Choice(int option, int optionCount) {
    this.option = option;
    this.optionCount = optionCount;
  }

  /// The choice of option `option`, counted from 0.
  ///
  /// @throws IllegalArgumentException if the election has no such option
  public static Choice of(int option, int optionCount) {
    if (option < 0 || option >= optionCount) {
      throw new IllegalArgumentException("no such option in an election of " + optionCount);
    }
    return new Choice(option, optionCount);
  }

  /// How many options the voter chose from.
  int optionCount() {
    return optionCount;
  }

  /// Takes the option out; there is none afterwards.
  ///
  /// @throws IllegalStateException if it was taken before, or the choice is closed
  int consume() {
    int taken = option;
    option = NOTHING;
    if (taken == NOTHING) {
      throw new IllegalStateException("the choice is already consumed");
    }
    return taken;
  }

  /// Forgets the option. Further calls do nothing.
  @Override
  public void close() {
    option = NOTHING;
  }
}
