package org.urna.election;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/// Amounts of wei as people read them.
public final class Wei {
  private static final int DECIMALS = 18;

  private Wei() {}

  /// In the chain's coin, to six digits.
  public static String coin(BigInteger wei) {
    return new BigDecimal(wei, DECIMALS)
        .round(new MathContext(6))
        .stripTrailingZeros()
        .toPlainString();
  }
}
