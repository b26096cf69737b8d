package org.urna.flow;

/// Something typed or scanned that must not outlive its use. The driver wipes every secret that the
/// next state no longer holds.
public interface Secret extends AutoCloseable {
  /// Overwrites the characters. May be called more than once.
  @Override
  void close();
}
