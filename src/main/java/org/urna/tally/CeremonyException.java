package org.urna.tally;

/// What the trustees published does not add up to the keys that the manifest names. Such an
/// election must not be run: somebody may hold a key that nobody agreed to.
public final class CeremonyException extends Exception {
  private static final long serialVersionUID = 1L;

  CeremonyException(String message) {
    super(message);
  }
}
