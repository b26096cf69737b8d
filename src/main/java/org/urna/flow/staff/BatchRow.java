package org.urna.flow.staff;

/// One batch on its way to the chain.
///
/// @param countedEarlier ballots whose voter was already counted: not an error
/// @param gas 0 until it is known
/// @param cost in the chain's coin, as it is shown; empty until it is known
/// @param transaction its hash; empty until it is sent
public record BatchRow(
    long sequence,
    int ballots,
    State state,
    int accepted,
    int countedEarlier,
    long gas,
    String cost,
    String transaction) {
  public enum State {
    BUILT,
    SENT,
    INCLUDED,
    FINAL,
    REFUSED
  }
}
