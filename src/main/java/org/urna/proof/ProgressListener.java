package org.urna.proof;

/// Hears how far a long computation has come. To cancel, interrupt the thread that called it.
@FunctionalInterface
public interface ProgressListener {
  /// A listener that does nothing.
  ProgressListener NONE = _ -> {};

  /// Called from the thread that asked for the work, never from two threads at once.
  ///
  /// @param fraction share of the work done, 0 to 1, never falling
  void progress(double fraction);
}
