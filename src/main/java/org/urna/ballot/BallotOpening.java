package org.urna.ballot;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.urna.election.Bytes;

/// What would open a sealed ballot: the option and the randomness of every ciphertext. **A secret**
/// that lives from the sealing until the voter casts, tests or changes. Not recorded, not printed,
/// not compared.
final class BallotOpening implements AutoCloseable {
  private static final int NOTHING = -1;

  private int option;
  private final byte[][] randomness;

  BallotOpening(int option, List<BigInteger> randomness) {
    this.option = option;
    this.randomness = randomness.stream().map(Bytes::word).toArray(byte[][]::new);
  }

  int option() {
    requireOpen();
    return option;
  }

  List<BigInteger> randomness() {
    requireOpen();
    List<BigInteger> values = new ArrayList<>(randomness.length);
    for (byte[] word : randomness) {
      values.add(new BigInteger(1, word));
    }
    return List.copyOf(values);
  }

  private void requireOpen() {
    if (option == NOTHING) {
      throw new IllegalStateException("the opening is already destroyed");
    }
  }

  @Override
  public void close() {
    option = NOTHING;
    for (byte[] word : randomness) {
      Arrays.fill(word, (byte) 0);
    }
  }
}
