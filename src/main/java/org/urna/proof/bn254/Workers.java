package org.urna.proof.bn254;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Runs numbered tasks on a fixed number of threads, the caller's among them, and stops them all
/// when the caller is interrupted.
///
/// The threads live for one [#run] only: nothing to close, nothing left behind. A task should take
/// no longer than a person waits for a cancel button.
public final class Workers {
  /// One numbered task.
  @FunctionalInterface
  public interface Task {
    /// Does the task.
    ///
    /// @param index which task
    /// @param worker which of the threads runs it, 0 to [#threads()] − 1, so that each can have
    ///   scratch space of its own
    void run(int index, int worker);
  }

  /// A half-open range of indices.
  @FunctionalInterface
  public interface RangeTask {
    /// Does the indices of the range.
    ///
    /// @param from first index
    /// @param to one past the last index
    void run(int from, int to);
  }

  /// Hears of finished tasks, on the caller's thread.
  @FunctionalInterface
  public interface Watcher {
    /// Called after each task of the caller's own.
    ///
    /// @param tasks how many tasks of this run have finished
    void finished(int tasks);
  }

  private final int threads;

  /// @param threads how many threads work, at least 1
  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("at least one thread has to work");
    }
    this.threads = threads;
  }

  /// How many threads work.
  public int threads() {
    return threads;
  }

  /// Runs tasks 0 to `count` − 1 and returns when all have finished.
  ///
  /// @throws InterruptedException if this thread was interrupted; by then no task runs any more,
  ///   some have not run
  public void run(int count, Task task) throws InterruptedException {
    run(count, task, _ -> {});
  }

  /// Runs tasks 0 to `count` − 1, tells `watcher` as they finish, and returns when all have
  /// finished.
  ///
  /// @throws InterruptedException if this thread was interrupted; by then no task runs any more,
  ///   some have not run
  public void run(int count, Task task, Watcher watcher) throws InterruptedException {
    Run run = new Run(count, task);
    List<Thread> others = new ArrayList<>();
    for (int worker = 1; worker < Math.min(threads, count); worker++) {
      int id = worker;
      others.add(Thread.ofPlatform().name("urna-proof-" + id).daemon().start(() -> run.work(id)));
    }
    boolean interrupted = false;
    try {
      while (run.step(0)) {
        watcher.finished(run.finished.get());
        if (Thread.interrupted()) {
          interrupted = true;
          break;
        }
      }
    } finally {
      // Has an effect only if something was thrown or interrupted: otherwise no task is left.
      run.stop();
      for (Thread other : others) {
        interrupted |= join(other, run);
      }
    }
    Throwable failure = run.failure.get();
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (interrupted) {
      throw new InterruptedException();
    }
    watcher.finished(count);
  }

  /// Waits for a thread to end, however often this one is interrupted, and says whether it was.
  private static boolean join(Thread thread, Run run) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        run.stop();
      }
    }
  }

  /// Splits 0 to `count` − 1 into ranges of at most `grain` indices and runs them.
  ///
  /// @throws InterruptedException if this thread was interrupted; by then no task runs any more,
  ///   some have not run
  public void ranges(int count, int grain, RangeTask task) throws InterruptedException {
    run(
        (count + grain - 1) / grain,
        (index, _) -> task.run(index * grain, Math.min(count, (index + 1) * grain)));
  }

  private static final class Run {
    private final int count;
    private final Task task;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Run(int count, Task task) {
      this.count = count;
      this.task = task;
    }

    void work(int worker) {
      while (step(worker)) {
        // step does the work
      }
    }

    /// Runs one task; false when there is none left.
    boolean step(int worker) {
      int index = next.getAndIncrement();
      if (index < 0 || index >= count) {
        return false;
      }
      try {
        task.run(index, worker);
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
        stop();
        return false;
      }
      finished.incrementAndGet();
      return true;
    }

    /// No further task starts.
    void stop() {
      next.set(count);
    }
  }
}
