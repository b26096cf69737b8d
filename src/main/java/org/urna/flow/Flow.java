package org.urna.flow;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A running flow: somebody sends events, somebody watches states.
///
/// @param <S> its states
/// @param <E> its events
public interface Flow<S, E> {
  /// The state now. Any thread.
  S state();

  /// Takes an event; returns at once. Any thread. Events are handled one at a time, in order.
  void send(E event);

  /// Tells every new state, beginning with the present one, on the flow's own thread.
  Subscription watch(Consumer<S> listener);

  /// Completes with the first state, the present one included, that `wanted` accepts.
  default CompletableFuture<S> when(Predicate<S> wanted) {
    CompletableFuture<S> found = new CompletableFuture<>();
    Subscription subscription =
        watch(
            state -> {
              if (wanted.test(state)) {
                found.complete(state);
              }
            });
    return found.whenComplete((_, _) -> subscription.close());
  }
}
