package org.urna.upload;

import java.math.BigInteger;

/// What a unit of gas costs now (EIP-1559), in wei.
///
/// @param baseFee of the next block, burnt
/// @param priorityFee what the node suggests to offer on top
public record FeeMarket(BigInteger baseFee, BigInteger priorityFee) {}
