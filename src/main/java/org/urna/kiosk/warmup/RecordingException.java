package org.urna.kiosk.warmup;

/// A recording is missing, malformed, or of a reading that this program no longer does: it was made
/// by another build.
public final class RecordingException extends Exception {
  private static final long serialVersionUID = 1L;

  RecordingException(String message) {
    super(message);
  }

  RecordingException(String message, Throwable cause) {
    super(message, cause);
  }
}
