package org.urna.flow.staff;

import java.util.Arrays;
import org.urna.flow.Secret;

/// An official's passphrase on its way to the keystore. Wiped on close.
public final class TypedPassphrase implements Secret {
  private final char[] characters;

  /// @param characters copied; the caller wipes its own
  public TypedPassphrase(char[] characters) {
    this.characters = characters.clone();
  }

  /// A copy that the caller wipes.
  public char[] toCharArray() {
    return characters.clone();
  }

  public boolean isWiped() {
    for (char c : characters) {
      if (c != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    Arrays.fill(characters, (char) 0);
  }
}
