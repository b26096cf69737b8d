package org.urna.hardware;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a process has in memory, as Linux counts it.
///
/// @param resident bytes in memory, pages shared with other processes and pages of files included
/// @param anonymous bytes of them that no file stands behind: heap, stacks, what the JVM allocated.
///   Only these have to be had; a mapped file's pages can be dropped and read again.
public record ProcessMemory(long resident, long anonymous) {
  /// This process's sums over all its mappings; see proc_pid_smaps(5). Linux from 4.14 on.
  public static final Path OWN = Path.of("/proc/self/smaps_rollup");

  /// @param rollup a file as [#OWN]
  /// @throws IOException if it cannot be read or lacks a sum
  public static ProcessMemory read(Path rollup) throws IOException {
    List<String> lines = Files.readAllLines(rollup);
    return new ProcessMemory(bytes(lines, "Rss:"), bytes(lines, "Anonymous:"));
  }

  private static long bytes(List<String> lines, String name) throws IOException {
    for (String line : lines) {
      if (line.startsWith(name) && line.endsWith(" kB")) {
        String number = line.substring(name.length(), line.length() - 3).strip();
        try {
          return Math.multiplyExact(Long.parseLong(number), 1024L);
        } catch (NumberFormatException | ArithmeticException e) {
          throw new IOException(name + " is not a number of kilobytes", e);
        }
      }
    }
    throw new IOException("there is no line " + name);
  }
}
