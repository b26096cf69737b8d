package org.urna.proof.bn254;

import java.util.Arrays;

/// Adds up points group by group, pair by pair in a tree, so that all sums of one level share their
/// inversions. Holds scratch space: one instance for each thread.
final class GroupedSums {
  /// Points that are brought into the cache together.
  private static final int AHEAD = 64;

  private final PairAdder adder;
  private final int width;
  private int[] sizes = new int[0];

  /// Takes what [#touch] reads, so that the reads happen.
  private long touched;

  /// @param adder adds the pairs; all points are in its own form
  GroupedSums(PairAdder adder) {
    this.adder = adder;
    width = adder.width();
  }

  /// Sums the groups into `sums`, one point for each group that is not empty, in the order of the
  /// groups.
  ///
  /// @param points points in the adder's own form
  /// @param entries the groups' members, one group after the other: index of the point times two,
  ///   plus one for its opposite
  /// @param groupSizes how many entries each group has, unchanged on return
  /// @param groups how many groups there are
  /// @param sums room for Σ ⌈size/2⌉ points
  void sum(long[] points, int[] entries, int[] groupSizes, int groups, long[] sums) {
    if (sizes.length < groups) {
      sizes = new int[groups];
    }
    System.arraycopy(groupSizes, 0, sizes, 0, groups);
    adder.writeTo(sums);
    int from = 0;
    int to = 0;
    int widest = 0;
    int ahead = 0;
    int total = 0;
    for (int g = 0; g < groups; g++) {
      total += sizes[g];
    }
    for (int g = 0; g < groups; g++) {
      int size = sizes[g];
      int end = from + size;
      for (; from + 1 < end; from += 2) {
        if (from >= ahead) {
          ahead = touch(points, entries, from, total);
        }
        int a = entries[from];
        int b = entries[from + 1];
        adder.add(
            points,
            (a >>> 1) * width,
            (a & 1) != 0,
            points,
            (b >>> 1) * width,
            (b & 1) != 0,
            to++ * width);
      }
      if (from < end) {
        int a = entries[from++];
        adder.copy(points, (a >>> 1) * width, (a & 1) != 0, to++ * width);
      }
      sizes[g] = (size + 1) / 2;
      widest = Math.max(widest, sizes[g]);
    }
    adder.flush();
    while (widest > 1) {
      widest = halve(sums, groups);
    }
  }

  /// Reads a little of each of the next points, which lie anywhere in memory: such reads do not
  /// wait for each other, as those of additions in between would.
  private int touch(long[] points, int[] entries, int from, int total) {
    int end = Math.min(total, from + AHEAD);
    long any = 0;
    for (int i = from; i < end; i++) {
      int at = (entries[i] >>> 1) * width;
      // a cache line is eight longs
      for (int k = 0; k < width; k += 8) {
        any |= points[at + k];
      }
      any |= points[at + width - 1];
    }
    touched = any;
    return end;
  }

  /// One more level, in place: a sum goes where operands read before it have lain.
  private int halve(long[] sums, int groups) {
    int from = 0;
    int to = 0;
    int widest = 0;
    for (int g = 0; g < groups; g++) {
      int size = sizes[g];
      int end = from + size;
      for (; from + 1 < end; from += 2) {
        adder.add(sums, from * width, false, sums, (from + 1) * width, false, to++ * width);
      }
      if (from < end) {
        if (from != to) {
          System.arraycopy(sums, from * width, sums, to * width, width);
        }
        from++;
        to++;
      }
      sizes[g] = (size + 1) / 2;
      widest = Math.max(widest, sizes[g]);
    }
    adder.flush();
    return widest;
  }

  /// The affine form of a sum.
  void store(long[] sums, int index, long[] affine) {
    adder.store(sums, index * width, affine, 0);
  }

  /// Overwrites what remembers points and group sizes.
  void wipe() {
    adder.wipe();
    touched = 0;
    Arrays.fill(sizes, 0);
  }
}
