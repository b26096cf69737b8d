package org.urna.passport.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.urna.passport.mrz.LookAlikes;
import org.urna.passport.mrz.MachineReadableZone;
import org.urna.passport.mrz.MrzForm;
import org.urna.passport.mrz.MrzFormatException;

/// Finds the one zone in what a scanner gave: lines with any line ends or none, with or without a
/// prefix and a suffix.
///
/// A zone that is right as it stands is looked for at every place, because its check digits make a
/// chance hit as good as impossible. Look-alikes are put right only where the lines leave no doubt
/// about where the zone begins.
final class ZoneFinder {
  /// More than any scanner sends for one page, prefix and suffix included.
  static final int MOST_CHARACTERS = 512;

  private ZoneFinder() {}

  /// @param text as it arrived; wiped on return
  static MrzScan find(char[] text) {
    byte[] joined = new byte[0];
    List<byte[]> lines = List.of();
    try {
      if (text.length > MOST_CHARACTERS) {
        return new MrzScan.Unreadable();
      }
      KeyboardLayout.repair(text);
      lines = lines(text);
      joined = joined(lines, 0, lines.size());
      MachineReadableZone zone = anywhere(joined);
      if (zone == null) {
        zone = corrected(lines);
      }
      return zone == null ? new MrzScan.Unreadable() : new MrzScan.Read(zone);
    } finally {
      Arrays.fill(text, (char) 0);
      Arrays.fill(joined, (byte) 0);
      lines.forEach(line -> Arrays.fill(line, (byte) 0));
    }
  }

  private static List<byte[]> lines(char[] text) {
    List<byte[]> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length; i++) {
      if (i == text.length || text[i] == '\r' || text[i] == '\n' || text[i] == '\t') {
        if (i > start) {
          lines.add(ascii(text, start, i));
        }
        start = i + 1;
      }
    }
    return lines;
  }

  /// Characters outside ASCII become 0, which no zone holds.
  private static byte[] ascii(char[] text, int from, int to) {
    byte[] line = new byte[to - from];
    for (int i = from; i < to; i++) {
      line[i - from] = text[i] > 0x7f ? 0 : (byte) text[i];
    }
    return line;
  }

  private static byte[] joined(List<byte[]> lines, int from, int to) {
    int length = 0;
    for (byte[] line : lines.subList(from, to)) {
      length += line.length;
    }
    byte[] joined = new byte[length];
    int at = 0;
    for (byte[] line : lines.subList(from, to)) {
      System.arraycopy(line, 0, joined, at, line.length);
      at += line.length;
    }
    return joined;
  }

  private interface Reading {
    MachineReadableZone read() throws MrzFormatException;
  }

  /// The zone that stands in `joined`, unless two different ones do.
  private static @Nullable MachineReadableZone anywhere(byte[] joined) {
    Found found = new Found();
    for (MrzForm form : MrzForm.values()) {
      for (int at = 0; at + form.length() <= joined.length; at++) {
        byte[] window = Arrays.copyOfRange(joined, at, at + form.length());
        found.add(() -> MachineReadableZone.parse(form, window));
        Arrays.fill(window, (byte) 0);
      }
    }
    return found.only();
  }

  private static @Nullable MachineReadableZone corrected(List<byte[]> lines) {
    Found found = new Found();
    for (MrzForm form : MrzForm.values()) {
      for (int first = 0; first < lines.size(); first++) {
        int count = lines.get(first).length == form.length() ? 1 : form.lines();
        if (first + count > lines.size()) {
          continue;
        }
        byte[] zone = joined(lines, first, first + count);
        if (count == 1 || eachHas(form.lineLength(), lines.subList(first, first + count))) {
          found.add(() -> LookAlikes.parse(form, zone));
        }
        Arrays.fill(zone, (byte) 0);
      }
    }
    return found.only();
  }

  private static boolean eachHas(int length, List<byte[]> lines) {
    return lines.stream().allMatch(line -> line.length == length);
  }

  /// One zone, however often it was found.
  private static final class Found {
    private @Nullable MachineReadableZone zone;
    private boolean contradicted;

    void add(Reading reading) {
      MachineReadableZone next;
      try {
        next = reading.read();
      } catch (MrzFormatException e) {
        return;
      }
      MachineReadableZone first = zone;
      if (first == null) {
        zone = next;
      } else {
        contradicted |= !first.isSameAs(next);
        next.close();
      }
    }

    @Nullable MachineReadableZone only() {
      MachineReadableZone first = zone;
      if (first != null && contradicted) {
        first.close();
        return null;
      }
      return first;
    }
  }
}
