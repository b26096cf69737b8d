package org.urna.flow;

/// Something typed or scanned that must not outlive its use. The driver wipes every secret that the
/// next state no longer holds.
public sealed interface Secret extends AutoCloseable permits KeyDraft, TypedKey, Passphrase {
  /// Overwrites the characters. May be called more than once.
  @Override
  void close();
}
