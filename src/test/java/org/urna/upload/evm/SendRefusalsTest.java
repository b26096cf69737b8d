package org.urna.upload.evm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.upload.SendOutcome;

/// Each client's words mean what the table says, and no row hides a later one.
class SendRefusalsTest {
  static List<SendRefusals.Row> rows() {
    return SendRefusals.get().rows();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyClientsWordsAreUnderstood(SendRefusals.Row row) {
    assertThat(SendRefusals.get().outcome(row.example()))
        .isEqualTo(row.meaning().outcome(row.example()));
    assertThat(row.source()).contains("/");
  }

  @Test
  void theTableKnowsTheClientsThatPeopleRun() {
    assertThat(rows().stream().map(SendRefusals.Row::client).collect(Collectors.toSet()))
        .contains("geth", "reth", "erigon", "nethermind", "besu", "nitro", "zksync", "anvil");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "the moon is in the wrong phase", "determined", "nonce"})
  void wordsOfNobodyAreKeptAsTheyAre(String text) {
    assertThat(SendRefusals.get().outcome(text)).isEqualTo(new SendOutcome.Unknown(text));
  }
}
