package org.urna.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Makes a folder of files so that, whatever fails, under its name lies all of it or nothing: in a
/// sibling `<name>.part`, every file and folder forced to the medium, then moved.
public final class WholeFolder {
  private WholeFolder() {}

  /// Writes a new folder; when this returns it is on the medium with all its files.
  ///
  /// @param files contents by their names below `folder`; `/` separates folders
  /// @throws FileAlreadyExistsException if there is something under this name
  /// @throws IOException naming the file; nothing is under the folder's name then
  public static void write(Path folder, Map<String, byte[]> files) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(folder.toString());
    }
    Path sibling = folder.resolveSibling(folder.getFileName() + ".part");
    delete(sibling);
    Files.createDirectories(sibling);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path target = sibling.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      WholeFile.place(target, file.getValue());
    }
    for (Path each : tree(sibling)) {
      if (Files.isDirectory(each)) {
        WholeFile.forceFolder(each);
      }
    }
    Files.move(sibling, folder, StandardCopyOption.ATOMIC_MOVE);
    WholeFile.forceFolderOf(folder);
  }

  /// Deletes a folder with all that is in it, without following links; nothing happens if there is
  /// none.
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    for (Path each : tree(folder)) {
      Files.delete(each);
    }
  }

  /// Everything of a folder and itself, what is inside before what it is in.
  private static List<Path> tree(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
