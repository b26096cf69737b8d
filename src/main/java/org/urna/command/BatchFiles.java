package org.urna.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.urna.queue.Batch;
import org.urna.queue.BatchFile;
import org.urna.queue.QueueException;

/// Batch files from a stick, of which some may be damaged: one of those must not keep the others
/// from the chain.
///
/// @param unreadable one line per file that cannot be used: its name and why
record BatchFiles(List<Batch> batches, List<String> unreadable) {
  BatchFiles {
    batches = List.copyOf(batches);
    unreadable = List.copyOf(unreadable);
  }

  static BatchFiles read(BatchFile format, List<Path> files) {
    List<Batch> batches = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (Path file : files) {
      try {
        batches.add(format.read(file));
      } catch (QueueException e) {
        Throwable cause = e.getCause();
        String why = cause == null ? "" : " (" + cause.getMessage() + ")";
        unreadable.add(file + ": " + e.getMessage() + why);
      }
    }
    return new BatchFiles(batches, unreadable);
  }
}
