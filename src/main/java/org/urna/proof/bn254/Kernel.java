package org.urna.proof.bn254;

/// The arithmetics that can add points in bulk, and the choice between them.
///
/// `-Durna.kernel=scalar` or `vector` forces one; by default large sums go to the vector arithmetic
/// where the Vector API is there and has fused multiply-add in at least two lanes, which every
/// desktop processor of the last ten years has. Small sums stay scalar: vector code is slow until
/// it is compiled.
enum Kernel {
  /// Four 64-bit limbs, [BatchAdder].
  SCALAR,
  /// Five 51-bit limbs in lanes of doubles, [LaneAdder].
  VECTOR;

  private static final int SMALLEST_FOR_VECTOR = 1 << 13;

  private static final Kernel LARGE = choose();

  private static Kernel choose() {
    return switch (System.getProperty("urna.kernel", "")) {
      case "scalar" -> SCALAR;
      case "vector" -> VECTOR;
      default -> isVectorFast() ? VECTOR : SCALAR;
    };
  }

  private static boolean isVectorFast() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && LaneField.isFast();
  }

  /// The arithmetic for sums of `count` points.
  static Kernel forSize(int count) {
    return count >= SMALLEST_FOR_VECTOR ? LARGE : SCALAR;
  }

  PairAdder adder(Group group) {
    return switch (this) {
      case SCALAR -> new BatchAdder(group.field());
      case VECTOR -> new LaneAdder(group);
    };
  }

  /// Longs for each point in the adder's own form.
  int width(Group group) {
    return switch (this) {
      case SCALAR -> group.affineWidth();
      case VECTOR -> LaneAdder.width(group);
    };
  }
}
