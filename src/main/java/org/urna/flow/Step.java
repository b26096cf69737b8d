package org.urna.flow;

import java.util.List;

/// What a state machine answers to an event.
///
/// @param effects in the order in which they are to be started
public record Step<S, F>(S state, List<F> effects) {
  public Step {
    effects = List.copyOf(effects);
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // copied at once, never written to
  public static <S, F> Step<S, F> to(S state, F... effects) {
    return new Step<>(state, List.of(effects));
  }
}
