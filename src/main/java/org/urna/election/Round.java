package org.urna.election;

import java.math.BigInteger;

/// Which round this election is. Each round has its own manifest, contract and keys.
public sealed interface Round {
  /// Counted from 1.
  int number();

  record First() implements Round {
    @Override
    public int number() {
      return 1;
    }
  }

  /// A round after another, bound to the one before it.
  record Later(int number, BigInteger previousElectionId, ChainReference previousContract)
      implements Round {
    public Later {
      Checks.range(number, 2, 9, "round.number");
      Checks.inField(previousElectionId, "round.previousElectionId");
    }
  }
}
