package org.urna.upload;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Why the contract refuses a call: the name of its error and the values it carries, as
/// `IElection.sol` declares them.
///
/// @param reason the error's name, for example `NotOpenYet`; [#OUT_OF_GAS] and [#UNNAMED] are ours
/// @param values the error's values by name, in order: numbers in decimal, addresses and hashes as
///   0x…
public record Refusal(String reason, Map<String, String> values) {
  /// The transaction used up its gas limit.
  public static final String OUT_OF_GAS = "OutOfGas";

  /// A revert without a named error.
  public static final String UNNAMED = "Unnamed";

  /// Another batch of the station was accepted under this number.
  public static final String SEQUENCE_USED = "SequenceUsedByAnotherBatch";

  /// The schedule has not begun: the only refusal that time alone heals.
  public static final String NOT_OPEN_YET = "NotOpenYet";

  public Refusal {
    values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  public static Refusal named(String reason) {
    return new Refusal(reason, Map.of());
  }

  /// For logs and receipts, for example `NotOpenYet(opening=1790000000, time=1789990000)`.
  @Override
  public String toString() {
    return reason
        + values.entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(", ", "(", ")"));
  }
}
