package org.urna.sqlite;

/// The file belongs to a newer program: touching it could lose what this one does not know.
public final class NewerDataException extends Exception {
  private static final long serialVersionUID = 1;

  NewerDataException(String store, int version, int known) {
    super(store + " has version " + version + ", this program knows " + known);
  }
}
