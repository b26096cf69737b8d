package org.urna.proof;

final class DevelopmentMark {
  private DevelopmentMark() {}

  static boolean isOn(G1Point alpha) {
    throw new UnsupportedOperationException();
  }
}
