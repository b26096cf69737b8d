package org.urna.flow;

import java.time.Duration;

/// Runs something later. Tests own the time.
public interface Timers {
  /// Runs `task` after `delay`, unless the returned handle is closed before.
  Subscription after(Duration delay, Runnable task);
}
