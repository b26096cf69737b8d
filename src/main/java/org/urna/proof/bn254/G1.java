package org.urna.proof.bn254;

import java.math.BigInteger;

/// The group G1.
public final class G1 {
  private G1() {}

  public static boolean isOnCurve(BigInteger x, BigInteger y) {
    throw new UnsupportedOperationException();
  }

  public static long[] toLimbs(BigInteger x, BigInteger y) {
    throw new UnsupportedOperationException();
  }
}
