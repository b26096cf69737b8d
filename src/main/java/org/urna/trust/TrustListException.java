package org.urna.trust;

/// A list of pinned certificates cannot be used. The message says which entry and why; certificates
/// are public.
public final class TrustListException extends Exception {
  public TrustListException(String message) {
    super(message);
  }

  public TrustListException(String message, Throwable cause) {
    super(message, cause);
  }
}
