package org.urna.ceremony;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A file of numbered sections taken apart, to be put together wrong.
final class SectionedBytes {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final byte[] head;
  private final Map<Integer, byte[]> sections = new LinkedHashMap<>();

  private SectionedBytes(byte[] head) {
    this.head = head;
  }

  static SectionedBytes read(Path file) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] head = new byte[12];
    all.get(head);
    SectionedBytes read = new SectionedBytes(head);
    while (all.hasRemaining()) {
      int id = all.getInt();
      byte[] contents = new byte[(int) all.getLong()];
      all.get(contents);
      read.sections.put(id, contents);
    }
    return read;
  }

  SectionedBytes copy() {
    SectionedBytes copy = new SectionedBytes(head.clone());
    sections.forEach((id, bytes) -> copy.sections.put(id, bytes.clone()));
    return copy;
  }

  byte[] section(int id) {
    return sections.get(id);
  }

  SectionedBytes with(int id, byte[] contents) {
    SectionedBytes copy = copy();
    copy.sections.put(id, contents);
    return copy;
  }

  SectionedBytes without(int id) {
    SectionedBytes copy = copy();
    copy.sections.remove(id);
    ByteBuffer.wrap(copy.head).order(ByteOrder.LITTLE_ENDIAN).putInt(8, copy.sections.size());
    return copy;
  }

  byte[] toBytes() {
    int size = 12 + sections.values().stream().mapToInt(bytes -> 12 + bytes.length).sum();
    ByteBuffer all = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).put(head);
    sections.forEach((id, bytes) -> all.putInt(id).putLong(bytes.length).put(bytes));
    return all.array();
  }

  Path write(Path folder, String extension) throws IOException {
    Path file = folder.resolve("forged-" + NUMBER.incrementAndGet() + extension);
    return Files.write(file, toBytes());
  }
}
