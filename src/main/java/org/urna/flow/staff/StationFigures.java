package org.urna.flow.staff;

import java.util.Map;
import org.urna.failure.FailureCode;
import org.urna.flow.Counted.Stage;
import org.urna.hardware.PowerSupply;

/// What a volunteer may see while polls are open: counters, never names, choices or times.
///
/// @param hindered what voters were told of and could go on after
/// @param queued ballots in the box that no batch holds yet
/// @param storageFreeMebibytes -1 if unknown
public record StationFigures(
    int sessions,
    int cast,
    int tested,
    Map<Stage, Integer> abandoned,
    Map<FailureCode, Integer> refused,
    Map<FailureCode, Integer> hindered,
    int queued,
    long storageFreeMebibytes,
    PowerSupply power,
    boolean helpWanted) {
  public StationFigures {
    abandoned = Map.copyOf(abandoned);
    refused = Map.copyOf(refused);
    hindered = Map.copyOf(hindered);
  }

  /// A station where nothing has happened.
  public static StationFigures none() {
    return new StationFigures(
        0, 0, 0, Map.of(), Map.of(), Map.of(), 0, -1, PowerSupply.unknown(), false);
  }
}
