package org.urna.ui;

import atlantafx.base.theme.PrimerLight;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Application;
import javafx.application.Platform;

/// Runs things on the JavaFX thread of the headless platform, which is started once per JVM.
final class Fx {
  private static final AtomicBoolean STARTED = new AtomicBoolean();

  private Fx() {}

  static synchronized void start() {
    if (!STARTED.getAndSet(true)) {
      CountDownLatch ready = new CountDownLatch(1);
      try {
        Platform.startup(ready::countDown);
      } catch (IllegalStateException e) {
        // TestFX was first.
        ready.countDown();
      }
      try {
        if (!ready.await(30, TimeUnit.SECONDS)) {
          throw new AssertionError("JavaFX did not start");
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      Platform.setImplicitExit(false);
      call(
          () -> {
            Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
            return null;
          });
    }
  }

  static <T> T call(Callable<T> task) {
    start();
    FutureTask<T> future = new FutureTask<>(task);
    Platform.runLater(future);
    try {
      return future.get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static void run(Runnable task) {
    call(
        () -> {
          task.run();
          return null;
        });
  }
}
