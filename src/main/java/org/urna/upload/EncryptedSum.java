package org.urna.upload;

import java.math.BigInteger;

/// The sum of the accepted ciphertexts of one option, affine points of BabyJubJub; (0, 1) is the
/// identity.
public record EncryptedSum(BigInteger c1X, BigInteger c1Y, BigInteger c2X, BigInteger c2Y) {}
