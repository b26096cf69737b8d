package org.urna.queue.sqlite;

import java.util.ArrayList;
import java.util.List;

/// Cuts a list into the fewest parts of at most a given size, whose sizes differ by at most one: a
/// small last batch would single out the few people in it.
public final class EvenBatches {
  private EvenBatches() {}

  public static <T> List<List<T>> of(List<T> items, int max) {
    int parts = Math.ceilDiv(items.size(), max);
    List<List<T>> result = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < parts; i++) {
      int size = items.size() / parts + (i < items.size() % parts ? 1 : 0);
      result.add(List.copyOf(items.subList(from, from + size)));
      from += size;
    }
    return result;
  }
}
