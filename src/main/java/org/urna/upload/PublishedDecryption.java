package org.urna.upload;

import java.math.BigInteger;
import java.util.List;
import org.urna.proof.Proof;

/// A trustee's share as its transaction holds it.
///
/// @param trustee from 1
/// @param partials x and y by option
public record PublishedDecryption(int trustee, List<BigInteger> partials, Proof proof) {
  public PublishedDecryption {
    partials = List.copyOf(partials);
  }
}
