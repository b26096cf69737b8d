package org.urna.office;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.urna.election.ElectionFixtures;

class ElectionWarningsTest {
  @Test
  void organisersAndAuditorsAreToldOfChipsThatCannotProveThemselves() throws Exception {
    assertThat(Recount.warnings(ElectionFixtures.practice())).isEmpty();
    assertThat(Recount.warnings(ElectionFixtures.admittingEveryChip()))
        .singleElement()
        .asString()
        .startsWith("warning: ")
        .contains("copied");
  }
}
