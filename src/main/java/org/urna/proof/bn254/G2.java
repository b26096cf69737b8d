package org.urna.proof.bn254;

import java.math.BigInteger;

/// The group G2.
public final class G2 {
  private G2() {}

  public static boolean isInSubgroup(BigInteger x0, BigInteger x1, BigInteger y0, BigInteger y1) {
    throw new UnsupportedOperationException();
  }

  public static long[] toLimbs(BigInteger x0, BigInteger x1, BigInteger y0, BigInteger y1) {
    throw new UnsupportedOperationException();
  }
}
