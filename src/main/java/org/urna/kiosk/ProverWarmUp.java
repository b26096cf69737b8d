package org.urna.kiosk;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.flow.FatalFaults;

/// Runs everything a voter will wait for once or twice before there is a voter, so that the JVM has
/// compiled it and the keys are in memory: the first voter then waits no longer than the tenth.
///
/// A voter who comes earlier does not wait for it: [#voterTurn()] stops the step that runs, within
/// about a tenth of a second, and it starts again when the voter is done. Nothing a person brought
/// enters a step. Safe for use by several threads.
final class ProverWarmUp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProverWarmUp.class);

  /// A proof of nothing; must end soon when its thread is interrupted.
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  /// While open, the warm-up stands still.
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  private final List<Step> steps;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private int turns;
  private boolean running;
  private boolean started;
  private boolean closed;
  private int done;

  /// @param steps in the order in which voters will need what they warm; not begun before [#start]
  ProverWarmUp(List<Step> steps) {
    this.steps = List.copyOf(steps);
    this.thread =
        Thread.ofPlatform()
            .name("prover-warm-up")
            .priority(Thread.MIN_PRIORITY)
            .daemon()
            .unstarted(this::runAll);
  }

  /// Begins, on a thread of its own. Once only.
  ///
  /// @throws IllegalStateException if it was started before, or closed
  void start() {
    lock.lock();
    try {
      if (started || closed) {
        throw new IllegalStateException("a warm-up begins once");
      }
      started = true;
    } finally {
      lock.unlock();
    }
    thread.start();
  }

  /// What is still to be done, for the readiness list: nothing if all is done or nobody asked.
  Optional<String> remaining() {
    lock.lock();
    try {
      return started && done < steps.size()
          ? Optional.of(done + " / " + steps.size())
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// Gives the machine to a voter until the turn is closed. Returns when no step runs.
  ///
  /// @throws InterruptedException if this thread is interrupted
  Turn voterTurn() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      turns++;
      try {
        interruptAndWait();
      } catch (InterruptedException e) {
        endTurn();
        throw e;
      }
    } finally {
      lock.unlock();
    }
    return this::endTurn;
  }

  private void interruptAndWait() throws InterruptedException {
    while (running) {
      // Each time: a step that began to prove just now may have missed it.
      thread.interrupt();
      changed.await();
    }
  }

  private void endTurn() {
    lock.lock();
    try {
      turns--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void runAll() {
    long start = System.nanoTime();
    try {
      for (Step step : steps) {
        while (!attempt(step)) {
          // A voter came: again, when they are done.
        }
      }
      LOG.info("the provers are warm after {} ms", (System.nanoTime() - start) / 1_000_000);
    } catch (InterruptedException e) {
      LOG.debug("the warm-up was stopped");
    }
  }

  /// @return false if a voter's turn interrupted it
  private boolean attempt(Step step) throws InterruptedException {
    lock.lock();
    try {
      while (turns > 0 && !closed) {
        changed.await();
      }
      if (closed) {
        throw new InterruptedException("closed");
      }
      running = true;
    } finally {
      lock.unlock();
    }
    boolean finished = false;
    try {
      step.run();
      finished = true;
    } catch (InterruptedException e) {
      LOG.debug("a warm-up step was interrupted");
    } catch (Throwable e) {
      FatalFaults.endIfFatal(e);
      // The readiness check makes a proof too and says what is wrong; a voter would be told.
      LOG.warn("a warm-up step failed", e);
      finished = true;
    } finally {
      lock.lock();
      try {
        running = false;
        // Whoever interrupted did so under this lock: nothing is left over for what follows.
        Thread.interrupted();
        if (finished) {
          done++;
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
    return finished;
  }

  /// Stops for good and returns when no step runs any more.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      if (running) {
        thread.interrupt();
      }
      while (running) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
