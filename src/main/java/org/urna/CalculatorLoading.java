package org.urna;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.enrolment.CalculatorSource;
import org.urna.enrolment.EnrolmentException;
import org.urna.enrolment.EnrolmentFailure;
import org.urna.proof.circom.CircuitFiles;
import org.urna.proof.circom.WitnessCalculator;

/// Compiles the witness calculators of the variants behind the first while the kiosk already opens:
/// each takes seconds, and most elections need the first variant most. A voter who needs another
/// waits for it at most once.
final class CalculatorLoading implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CalculatorLoading.class);

  private final Map<String, FutureTask<WitnessCalculator>> tasks = new HashMap<>();
  private final Thread loader;

  private CalculatorLoading(CircuitFiles files, List<String> circuits) {
    circuits.forEach(
        circuit ->
            tasks.put(
                circuit, new FutureTask<>(() -> WitnessCalculator.load(files.wasm(circuit)))));
    List<FutureTask<WitnessCalculator>> inOrder = circuits.stream().map(tasks::get).toList();
    this.loader =
        Thread.ofPlatform()
            .name("calculator-loading")
            .daemon()
            .unstarted(() -> inOrder.forEach(FutureTask::run));
  }

  /// Starts loading in the order given, one after the other.
  static CalculatorLoading start(CircuitFiles files, List<String> circuits) {
    CalculatorLoading loading = new CalculatorLoading(files, circuits);
    loading.loader.start();
    return loading;
  }

  /// Where the calculator of a circuit will be.
  CalculatorSource source(String circuit) {
    FutureTask<WitnessCalculator> task = tasks.get(circuit);
    if (task == null) {
      throw new IllegalArgumentException("nobody loads " + circuit);
    }
    return () -> {
      try {
        return task.get();
      } catch (ExecutionException e) {
        LOG.error("the witness calculator of {} cannot be loaded", circuit, e);
        throw new EnrolmentException(EnrolmentFailure.CALCULATOR_UNREADABLE, e);
      }
    };
  }

  /// Waits until all are there.
  ///
  /// @throws EnrolmentException if one cannot be loaded
  void await() throws EnrolmentException, InterruptedException {
    for (String circuit : tasks.keySet()) {
      source(circuit).get();
    }
  }

  /// Stops loading what is not yet begun; whoever waits for it gets a cancellation.
  @Override
  public void close() {
    tasks.values().forEach(task -> task.cancel(false));
  }
}
