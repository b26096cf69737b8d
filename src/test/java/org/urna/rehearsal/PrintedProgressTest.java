package org.urna.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrintedProgressTest {
  @Test
  void aLineForTheBeginningAndEveryTenth() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintedProgress progress =
        new PrintedProgress(new PrintStream(out, true, StandardCharsets.UTF_8), "making");
    for (double fraction : new double[] {0, 0.01, 0.09, 0.11, 0.19, 0.45, 0.46, 0.5, 1, 1}) {
      progress.progress(fraction);
    }
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "making, 0 %", "making, 11 %", "making, 45 %", "making, 50 %", "making, 100 %");
  }
}
