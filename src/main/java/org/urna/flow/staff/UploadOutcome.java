package org.urna.flow.staff;

/// How an upload ended.
public sealed interface UploadOutcome {
  /// Every batch is final.
  record Finished() implements UploadOutcome {}

  /// It stopped; what was sent stays sent, and it can be continued.
  record Stopped(StationRefusal refusal) implements UploadOutcome {}
}
