package org.urna.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.urna.flow.Flow;
import org.urna.flow.Subscription;

/// A flow that stands where it is put and remembers what it was sent.
final class StillFlow<S, E> implements Flow<S, E> {
  private final List<Consumer<S>> listeners = new CopyOnWriteArrayList<>();
  final List<E> sent = new CopyOnWriteArrayList<>();
  private volatile S state;

  StillFlow(S state) {
    this.state = state;
  }

  void put(S next) {
    state = next;
    new ArrayList<>(listeners).forEach(listener -> listener.accept(next));
  }

  @Override
  public S state() {
    return state;
  }

  @Override
  public void send(E event) {
    sent.add(event);
  }

  @Override
  public Subscription watch(Consumer<S> listener) {
    listeners.add(listener);
    listener.accept(state);
    return () -> listeners.remove(listener);
  }
}
