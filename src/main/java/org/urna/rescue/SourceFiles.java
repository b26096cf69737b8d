package org.urna.rescue;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.urna.failure.CommandRefused;
import org.urna.files.UnusableFile;

/// What lies in the folders that somebody handed over: plain files alone. Links are named and not
/// followed, whatever they point to; so are devices, folders that cannot be entered, and files
/// larger than a ballot box can be.
///
/// @param files in the order of the folders, each once
/// @param leftOut one line each: what was not looked into, and why
public record SourceFiles(List<Path> files, List<String> leftOut) {
  private static final long MAX_SIZE = 1L << 30;
  private static final int MAX_FILES = 10_000;
  private static final int MAX_DEPTH = 6;

  public SourceFiles {
    files = List.copyOf(files);
    leftOut = List.copyOf(leftOut);
  }

  /// Lists what is in `folders`; a plain file among them counts as itself.
  ///
  /// @throws CommandRefused if one of them does not exist, or they hold more files than a station
  ///   and its copies have
  public static SourceFiles of(List<Path> folders) throws IOException, CommandRefused {
    Set<Path> files = new LinkedHashSet<>();
    List<String> leftOut = new ArrayList<>();
    for (Path folder : folders) {
      if (!Files.exists(folder)) {
        throw UnusableFile.refused(folder, "there is no such file");
      }
      // The name that was typed may be a link; those inside may not.
      Files.walkFileTree(
          folder.toRealPath(),
          EnumSet.noneOf(FileVisitOption.class),
          MAX_DEPTH,
          new Visitor(files, leftOut));
      if (files.size() > MAX_FILES) {
        throw UnusableFile.refused(
            folder, "holds more files than a station does; name the station's own folder");
      }
    }
    return new SourceFiles(List.copyOf(files), leftOut);
  }

  /// The folders that hold a file called `name`.
  public List<Path> foldersWith(String name) {
    return files.stream()
        .filter(file -> file.getFileName().toString().equals(name))
        .map(file -> file.toAbsolutePath().getParent())
        .distinct()
        .toList();
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final Set<Path> files;
    private final List<String> leftOut;

    Visitor(Set<Path> files, List<String> leftOut) {
      this.files = files;
      this.leftOut = leftOut;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isSymbolicLink()) {
        leftOut.add(file + ": is a link, which is not followed");
      } else if (!attributes.isRegularFile()) {
        leftOut.add(file + ": is no plain file, or lies too deep");
      } else if (attributes.size() > MAX_SIZE) {
        leftOut.add(file + ": is larger than a ballot box can be");
      } else {
        files.add(file);
      }
      return files.size() > MAX_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException fault) {
      leftOut.add(file + ": cannot be read");
      return FileVisitResult.CONTINUE;
    }
  }
}
