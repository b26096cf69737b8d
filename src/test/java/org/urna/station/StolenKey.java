package org.urna.station;

import java.lang.reflect.Field;
import java.math.BigInteger;

/// What a thief has who took a station's signing key out of memory: it signs anything, not only
/// what the station's own code would sign. Tests need it to get past the signature to the
/// contract's other checks.
public final class StolenKey {
  private StolenKey() {}

  public static BigInteger of(StationKeys keys) {
    try {
      Field field = StationKeys.class.getDeclaredField("signingKey");
      field.setAccessible(true);
      return new BigInteger(1, (byte[]) field.get(keys));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
