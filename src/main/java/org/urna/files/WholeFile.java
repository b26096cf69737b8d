package org.urna.files;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/// Writes a small file so that, whatever fails, under its name lies all of the old content or all
/// of the new one: into a sibling `<name>.part`, forced to the medium, then moved.
///
/// A link that somebody laid under either name is replaced and never followed, so that who may
/// write into the folder cannot have a file outside it overwritten.
public final class WholeFile {
  private WholeFile() {}

  /// Writes and reads again; when this returns, content and name are on the medium.
  ///
  /// @throws IOException naming the file; it is as it was then, or, if only the last steps failed,
  ///   as it was to become
  public static void write(Path file, byte[] content) throws IOException {
    place(file, content);
    forceFolderOf(file);
  }

  /// As [#write], readable by its owner only from the first moment on, where the file system knows
  /// owners.
  public static void writeSecret(Path file, byte[] content) throws IOException {
    place(file, content, ownerOnly(file));
    forceFolderOf(file);
  }

  /// As [#write] for one of many files of a folder: its name may not be on the medium before
  /// somebody calls [#forceFolderOf].
  public static void place(Path file, byte[] content, FileAttribute<?>... attributes)
      throws IOException {
    Path sibling = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(sibling);
    try (FileChannel channel =
        FileChannel.open(
            sibling, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
    Files.move(sibling, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    if (!Arrays.equals(Files.readAllBytes(file), content)) {
      throw new IOException(file + " is not what was written");
    }
  }

  /// Forces the names in the folder of `file` to the medium.
  public static void forceFolderOf(Path file) throws IOException {
    forceFolder(requireNonNull(file.toAbsolutePath().getParent()));
  }

  /// Forces the names in `folder` to the medium.
  static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Makes a folder, and those above it, that only its owner may enter. One that is there stays as
  /// it is: whoever made it may have had reasons.
  public static void privateFolder(Path folder) throws IOException {
    Files.createDirectories(folder, permissions(folder, "rwx------"));
  }

  /// Attributes of a new file that only its owner may read; none where the file system has no
  /// owners.
  public static FileAttribute<?>[] ownerOnly(Path file) {
    return permissions(file, "rw-------");
  }

  private static FileAttribute<?>[] permissions(Path path, String posix) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(posix))
        }
        : new FileAttribute<?>[0];
  }
}
