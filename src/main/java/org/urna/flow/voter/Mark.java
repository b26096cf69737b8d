package org.urna.flow.voter;

import java.util.Objects;

/// A voter's mark on the ballot while it can still be changed. Its `toString` says nothing, so that
/// no state that holds it can print it.
public final class Mark {
  /// No option is marked.
  public static final Mark NONE = new Mark(-1);

  private final int option;

  private Mark(int option) {
    this.option = option;
  }

  /// The option with this index in the manifest.
  public static Mark on(int option) {
    return new Mark(Objects.checkIndex(option, Integer.MAX_VALUE));
  }

  public boolean isOn(int candidate) {
    return option == candidate;
  }

  public boolean isNone() {
    return option < 0;
  }

  /// The marked option's index.
  ///
  /// @throws IllegalStateException if none is marked
  public int option() {
    if (option < 0) {
      throw new IllegalStateException("nothing is marked");
    }
    return option;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mark mark && mark.option == option;
  }

  @Override
  public int hashCode() {
    return 7;
  }

  @Override
  public String toString() {
    return "Mark";
  }
}
