package org.urna.flow;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The work that runs for one voter. It can be cancelled as a whole, and one can wait for its real
/// end, which a `Future` that was cancelled does not tell. Secrets lent to a piece of work are
/// wiped when it ends, also if it never began.
public final class FlowJobs {
  private final Set<Job> running = new HashSet<>();

  /// Work that may be interrupted.
  public interface Work {
    void run() throws InterruptedException;
  }

  /// Starts `work` on `executor`. If it is cancelled before it begins it never runs.
  ///
  /// @param lent wiped when the work has ended
  public void start(Executor executor, Work work, Secret... lent) {
    start(executor, new Job(work, List.of(lent)));
  }

  private void start(Executor executor, Job job) {
    synchronized (running) {
      running.add(job);
    }
    executor.execute(job);
  }

  /// Interrupts everything and completes when the last of it has ended.
  public CompletableFuture<Void> cancel() {
    Job[] jobs;
    synchronized (running) {
      jobs = running.toArray(Job[]::new);
      running.clear();
    }
    CompletableFuture<?>[] ends = new CompletableFuture<?>[jobs.length];
    for (int i = 0; i < jobs.length; i++) {
      jobs[i].cancel();
      ends[i] = jobs[i].ended;
    }
    return CompletableFuture.allOf(ends);
  }

  private final class Job implements Runnable {
    private final Work work;
    private final List<Secret> lent;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private @Nullable Thread thread;
    private boolean cancelled;

    Job(Work work, List<Secret> lent) {
      this.work = work;
      this.lent = lent;
    }

    @Override
    public void run() {
      synchronized (this) {
        if (cancelled) {
          return;
        }
        thread = Thread.currentThread();
      }
      try {
        work.run();
      } catch (InterruptedException e) {
        // Cancelled: nobody waits for an answer. The flag is cleared below, for the pool's sake.
      } finally {
        synchronized (this) {
          thread = null;
          // An interrupt that came late must not hit the next job on this thread.
          if (cancelled) {
            Thread.interrupted();
          }
        }
        synchronized (running) {
          running.remove(this);
        }
        end();
      }
    }

    private void cancel() {
      boolean neverBegan;
      synchronized (this) {
        cancelled = true;
        neverBegan = thread == null;
        if (thread != null) {
          thread.interrupt();
        }
      }
      if (neverBegan) {
        end();
      }
    }

    private void end() {
      lent.forEach(Secret::close);
      ended.complete(null);
    }
  }
}
