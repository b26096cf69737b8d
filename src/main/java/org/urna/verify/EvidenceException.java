package org.urna.verify;

/// A node or an evidence file could not be read; says nothing about the election.
public final class EvidenceException extends Exception {
  private static final long serialVersionUID = 1;

  public EvidenceException(String message, Throwable cause) {
    super(message, cause);
  }
}
