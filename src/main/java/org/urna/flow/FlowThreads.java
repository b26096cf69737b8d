package org.urna.flow;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Who runs what: the one place that decides.
///
/// @param events handles events, one at a time and in order
/// @param reader talks to the reader: one platform thread, since card commands keep their order and
///   native code pins
/// @param prover makes proofs, seals and casts: one thread, so that what is asked of a voter
///   session happens in the order in which it was asked; a prover may use further threads of its
///   own
/// @param background disk, chain, printer
public record FlowThreads(
    Executor events,
    Executor reader,
    Executor prover,
    Executor background,
    Timers timers,
    Runnable shutdown) {

  /// The threads of a kiosk or of the headless demo.
  public static FlowThreads start() {
    ScheduledExecutorService events =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("flow").factory());
    ExecutorService reader =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("passport-reader").daemon().factory());
    ExecutorService prover =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().name("prover").daemon().factory());
    ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    Timers timers =
        (delay, task) -> {
          Future<?> future = events.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
          return () -> future.cancel(false);
        };
    return new FlowThreads(
        events,
        reader,
        prover,
        background,
        timers,
        () -> {
          events.shutdownNow();
          reader.shutdownNow();
          prover.shutdownNow();
          background.shutdownNow();
        });
  }
}
