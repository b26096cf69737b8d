package org.urna.flow;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/// The timers of one flow, at most one of each kind. Only the events thread calls it, so a timer
/// that was stopped or restarted cannot report any more.
public final class TimerBoard<T extends Enum<T>> {
  private final Timers timers;
  private final Consumer<T> elapsed;
  private final Map<T, Running> running;

  private record Running(Subscription handle, Object ticket) {}

  public TimerBoard(Class<T> kinds, Timers timers, Consumer<T> elapsed) {
    this.running = new EnumMap<>(kinds);
    this.timers = timers;
    this.elapsed = elapsed;
  }

  public void start(T kind, Duration after) {
    stop(kind);
    Object ticket = new Object();
    Subscription handle = timers.after(after, () -> fire(kind, ticket));
    running.put(kind, new Running(handle, ticket));
  }

  public void stop(T kind) {
    Running old = running.remove(kind);
    if (old != null) {
      old.handle().close();
    }
  }

  /// On the events thread: between the deadline and now the timer may have been stopped.
  @SuppressWarnings("ReferenceEquality") // a ticket is one start of a timer, not its value
  private void fire(T kind, Object ticket) {
    Running now = running.get(kind);
    if (now != null && now.ticket() == ticket) {
      running.remove(kind);
      elapsed.accept(kind);
    }
  }

  public void stopAll() {
    running.values().forEach(timer -> timer.handle().close());
    running.clear();
  }
}
