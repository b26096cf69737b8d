package org.urna.queue;

import java.util.List;

/// What a ballot box says of itself to who only looks.
///
/// @param ballots in batches or waiting
/// @param waiting those of them that are in no batch yet
public record BoxFigures(
    int ballots, int waiting, List<BatchEntry> batches, List<SetAside> setAside) {
  public BoxFigures {
    batches = List.copyOf(batches);
    setAside = List.copyOf(setAside);
  }
}
