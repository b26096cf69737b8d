package org.urna;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.urna.election.ElectionFixtures;
import org.urna.election.ElectionManifest;

class ElectionWarningsTest {
  @Test
  void organisersAndAuditorsAreToldOfChipsThatCannotProveThemselves() throws Exception {
    assertThat(printed(ElectionFixtures.practice())).isEmpty();
    assertThat(printed(ElectionFixtures.admittingEveryChip()))
        .startsWith("warning: ")
        .contains("copied");
  }

  private static String printed(ElectionManifest manifest) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream captured = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(captured);
      ElectionCommand.warn(manifest);
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
