package org.urna.station;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.urna.files.WholeFile;
import org.urna.queue.BoxFault;
import org.urna.queue.QueueException;

/// Keeps every other program out of a station's folder. The ballot box does so for itself, but a
/// box may be what is missing, and two programs that write into one log fork it.
///
/// The operating system lets go when the program ends, however it ends.
final class StationLock implements AutoCloseable {
  private final FileChannel channel;

  private StationLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws QueueException with [BoxFault#IN_USE] if another program has the station
  /// @throws StationLogException if nothing can be written into the folder
  static StationLock take(StationFolder folder) throws QueueException, StationLogException {
    Path file = folder.lock();
    @Nullable FileChannel opened = null;
    boolean isTaken = false;
    try {
      WholeFile.privateFolder(folder.path());
      opened =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              WholeFile.ownerOnly(file));
      FileLock lock = opened.tryLock();
      if (lock == null) {
        throw inUse(folder);
      }
      isTaken = true;
      return new StationLock(opened);
    } catch (OverlappingFileLockException e) {
      throw inUse(folder);
    } catch (IOException e) {
      throw StationLogException.notWritable(e);
    } finally {
      if (!isTaken) {
        close(opened);
      }
    }
  }

  private static QueueException inUse(StationFolder folder) {
    return new QueueException(
        BoxFault.IN_USE, "another program has this station open: " + folder.path());
  }

  private static void close(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // It ends with the program at the latest.
        org.slf4j.LoggerFactory.getLogger(StationLock.class).debug("a lock stayed open", e);
      }
    }
  }

  @Override
  public void close() {
    close(channel);
  }
}
