package org.urna.kiosk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.flow.staff.ExportOutcome;
import org.urna.hardware.Sticks;
import org.urna.hardware.Sticks.Stick;

/// Where a station's exports go and receipts come from.
public sealed interface ExportPlace {
  /// A removable device that is mounted when it is needed.
  ///
  /// @param data the station's folder, whose own disk is no stick
  record RemovableDevice(Sticks sticks, Path data) implements ExportPlace {}

  /// A folder that the settings name, or that stands for the stick in practice. Nobody is told that
  /// something can be removed.
  record SetFolder(Path folder) implements ExportPlace {}

  /// A place as it was found: asked again after writing, it must be the same one.
  record Found(Path folder, Optional<Stick> stick) {
    ExportOutcome written() {
      return stick.isPresent()
          ? new ExportOutcome.Verified(folder.toString())
          : new ExportOutcome.Kept(folder.toString());
    }
  }

  /// What was looked for, or why there is none.
  sealed interface Search {
    record Hit(Found place) implements Search {}

    record Missing(Failure failure) implements Search {}
  }

  default Search find() {
    return switch (this) {
      case SetFolder(Path folder) ->
          Files.isDirectory(folder)
              ? new Search.Hit(new Found(folder, Optional.empty()))
              : missing("no folder " + folder);
      case RemovableDevice(Sticks sticks, Path data) -> {
        List<Stick> mounted = sticks.list(data);
        yield mounted.size() == 1
            ? new Search.Hit(
                new Found(mounted.getFirst().folder(), Optional.of(mounted.getFirst())))
            : missing(
                mounted.isEmpty()
                    ? "no removable device is mounted"
                    : mounted.stream()
                        .map(stick -> stick.folder().toString())
                        .collect(Collectors.joining(", ")));
      }
    };
  }

  private static Search missing(String detail) {
    return new Search.Missing(new Failure(FailureCode.STICK_MISSING, detail));
  }

  /// Throws if the place is not there any more or is another one: its path may then be an ordinary
  /// folder of this machine's own disk, to which writing succeeds.
  default void requireStill(Found place) throws IOException {
    if (!(find() instanceof Search.Hit(Found now) && now.equals(place))) {
      throw new IOException("the medium was removed or replaced while it was used");
    }
  }
}
