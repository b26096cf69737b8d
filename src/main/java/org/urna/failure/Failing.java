package org.urna.failure;

/// An exception of a capability that knows which failure it is. Whoever catches it passes the
/// failure on and gives it no name of their own.
public interface Failing {
  /// What it is.
  Failure failure();
}
