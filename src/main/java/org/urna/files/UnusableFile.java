package org.urna.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.urna.failure.CommandRefused;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// What is said of a file that somebody named and that cannot be read or written, or is not what it
/// must be.
public final class UnusableFile {
  private UnusableFile() {}

  /// @param detail names the file and what is wrong with it; never holds a secret of it
  public static Failure failure(String detail) {
    return new Failure(FailureCode.FILE_NOT_USABLE, detail);
  }

  /// What the file system says, in words: its own message is often the bare name.
  public static Failure failure(IOException fault) {
    return failure(
        fault instanceof FileSystemException file && file.getFile() != null
            ? file.getFile() + ": " + reason(file)
            : String.valueOf(fault.getMessage()));
  }

  public static CommandRefused refused(Path file, String what) {
    return new CommandRefused(failure(file + ": " + what));
  }

  /// Why the file system refused.
  public static String reason(FileSystemException fault) {
    return switch (fault) {
      case NoSuchFileException _ -> "there is no such file";
      case FileAlreadyExistsException _ -> "is there already, and is not replaced";
      case AccessDeniedException _ -> "access is denied";
      case NotDirectoryException _ -> "is no folder";
      case DirectoryNotEmptyException _ -> "is a folder that is not empty";
      default -> fault.getReason() == null ? "cannot be used" : fault.getReason();
    };
  }
}
