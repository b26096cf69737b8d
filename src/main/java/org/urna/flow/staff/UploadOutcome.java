package org.urna.flow.staff;

import org.urna.failure.Failure;

/// How an upload ended. What was sent stays sent, and it can be continued.
public sealed interface UploadOutcome {
  /// Every batch is final.
  record Finished() implements UploadOutcome {}

  /// The officials asked it to stop.
  record Interrupted() implements UploadOutcome {}

  /// It could not go on.
  record Stopped(Failure failure) implements UploadOutcome {}
}
