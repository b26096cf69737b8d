package org.urna.election;

/// A circuit of `circuits.json` and the keys this election uses it with.
///
/// @param name the instance, for example `ballot-16`
/// @param verifyingKeyHash keccak-256 over the verifying key's words
/// @param provingKeySha256 SHA-256 of the `.zkey` file
/// @param development whether the keys come from one machine and not from a ceremony: whoever made
///   them can forge proofs, so a real election refuses them
public record CircuitPin(
    String name, Bytes verifyingKeyHash, Bytes provingKeySha256, boolean development) {
  public CircuitPin {
    Checks.name(name, "circuit.name");
    Checks.size(verifyingKeyHash, 32, "circuit.verifyingKeyHash");
    Checks.size(provingKeySha256, 32, "circuit.provingKeySha256");
  }
}
