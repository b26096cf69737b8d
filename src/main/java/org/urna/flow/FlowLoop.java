package org.urna.flow;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Handles the events of one flow, one at a time: steps, wipes what the new state no longer holds,
/// tells who watches, runs the effects.
public final class FlowLoop<S, E, F> implements Flow<S, E> {
  private static final Logger LOG = LoggerFactory.getLogger(FlowLoop.class);

  private final Executor events;
  private final BiFunction<S, E, Step<S, F>> machine;
  private final Custody<S, E, F> custody;
  private final Consumer<F> effects;
  private final Consumer<Throwable> faults;
  private final List<Consumer<S>> listeners = new CopyOnWriteArrayList<>();
  private final ArrayDeque<E> raised = new ArrayDeque<>();
  private boolean handling;
  private volatile S state;

  /// Who wipes what after a step.
  public interface Custody<S, E, F> {
    void wipeWhatWasLeft(S before, E event, Step<S, F> step);
  }

  /// @param faults told of whatever a step, a watcher or an effect threw; the rest of the step is
  ///   carried out all the same, and a step that threw leaves the state as it was
  public FlowLoop(
      Executor events,
      S initial,
      BiFunction<S, E, Step<S, F>> machine,
      Custody<S, E, F> custody,
      Consumer<F> effects,
      Consumer<Throwable> faults) {
    this.events = events;
    this.state = initial;
    this.machine = machine;
    this.custody = custody;
    this.effects = effects;
    this.faults = faults;
  }

  @Override
  public S state() {
    return state;
  }

  @Override
  public void send(E event) {
    try {
      events.execute(() -> handle(event));
    } catch (RejectedExecutionException e) {
      LOG.debug("the flow has ended; {} dropped", event.getClass().getSimpleName());
    }
  }

  /// Handles `event`, and then those that its effects raised. On the events thread only.
  public void handle(E event) {
    raised.add(event);
    if (handling) {
      return;
    }
    handling = true;
    try {
      for (E next = raised.poll(); next != null; next = raised.poll()) {
        handleOne(next);
      }
    } finally {
      handling = false;
    }
  }

  private void handleOne(E event) {
    S before = state;
    Step<S, F> step;
    try {
      step = machine.apply(before, event);
    } catch (Throwable e) {
      faults.accept(e);
      return;
    }
    state = step.state();
    guarded(() -> custody.wipeWhatWasLeft(before, event, step));
    if (!step.state().equals(before)) {
      listeners.forEach(listener -> guarded(() -> listener.accept(step.state())));
    }
    step.effects().forEach(effect -> guarded(() -> effects.accept(effect)));
  }

  /// An executor keeps what its task threw to itself: the screen would stand still and nobody would
  /// know why.
  private void guarded(Runnable part) {
    try {
      part.run();
    } catch (Throwable e) {
      faults.accept(e);
    }
  }

  @Override
  public Subscription watch(Consumer<S> listener) {
    events.execute(
        () -> {
          listeners.add(listener);
          listener.accept(state);
        });
    // Removal is queued behind the addition, so that closing at once also works.
    return () -> {
      try {
        events.execute(() -> listeners.remove(listener));
      } catch (RejectedExecutionException e) {
        listeners.remove(listener);
      }
    };
  }
}
