package org.urna.flow.voter;

/// Shows that a vote is in the box: the code and the station's promise. No name, no choice, no
/// time.
///
/// @param qr what the receipt's QR holds: election, station, code and signature
/// @param signature the promise, as it is printed, in hexadecimal
public record VoterReceipt(CodeLabel code, String qr, String signature) {
  public VoterReceipt {
    if (qr.isEmpty() || signature.isEmpty()) {
      throw new IllegalArgumentException("a receipt without a promise is none");
    }
  }
}
