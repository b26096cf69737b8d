package org.urna.flow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/// Runs tasks when a test says so, on its thread.
public final class ManualExecutor implements Executor {
  private final Deque<Runnable> tasks = new ArrayDeque<>();

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  int waiting() {
    return tasks.size();
  }

  public void runAll() {
    while (!tasks.isEmpty()) {
      tasks.poll().run();
    }
  }
}
