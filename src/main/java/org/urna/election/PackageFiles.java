package org.urna.election;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The files of a package, read from a folder or a zip file into memory, with a limit on their
/// number and size. Names are matched against the only ones a package may have and nothing is ever
/// written to a path that an archive names, so an entry such as `../../x` has nowhere to go; it is
/// refused all the same. Links are not followed.
final class PackageFiles {
  private static final int MAX_FILE = 16 << 20;
  private static final long MAX_TOTAL = 128L << 20;
  private static final int MAX_COUNT = 64;
  private static final String ALLOWED =
      "manifest\\.json|chain\\.json|signature\\.json|media/[a-z0-9][a-z0-9_-]{0,60}\\.(jpg|png)";

  private final Map<String, byte[]> files = new TreeMap<>();
  private long total;

  private PackageFiles() {}

  static Map<String, byte[]> read(Path path) throws ElectionPackageException {
    PackageFiles content = new PackageFiles();
    try {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        content.readFolder(path);
      } else {
        content.readZip(path);
      }
    } catch (IOException e) {
      throw new ElectionPackageException("package " + path.getFileName() + " cannot be read", e);
    }
    return content.files;
  }

  private void readFolder(Path folder) throws IOException, ElectionPackageException {
    try (Stream<Path> walk = Files.walk(folder, 3)) {
      for (Path file : walk.sorted().toList()) {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          continue;
        }
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          throw new ElectionPackageException("package: \"" + name + "\" is not a regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
          add(name, in);
        }
      }
    }
  }

  private void readZip(Path file) throws IOException, ElectionPackageException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
        ZipEntry entry = entries.nextElement();
        if (entry.getName().equals("media/") && entry.isDirectory()) {
          continue;
        }
        try (InputStream in = zip.getInputStream(entry)) {
          add(entry.getName(), in);
        }
      }
    }
  }

  private void add(String name, InputStream in) throws IOException, ElectionPackageException {
    if (!name.matches(ALLOWED)) {
      throw new ElectionPackageException("package: must not hold a file \"" + name + "\"");
    }
    byte[] content = in.readNBytes(MAX_FILE + 1);
    total += content.length;
    if (content.length > MAX_FILE || total > MAX_TOTAL || files.size() >= MAX_COUNT) {
      throw new ElectionPackageException("package: is larger than a package may be");
    }
    if (files.put(name, content) != null) {
      throw new ElectionPackageException("package: holds \"" + name + "\" twice");
    }
  }
}
