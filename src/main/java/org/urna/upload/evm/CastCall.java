package org.urna.upload.evm;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.urna.ballot.SealedBallot;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.EcdsaSignature;
import org.urna.queue.Batch;
import org.urna.queue.BatchId;

/// The calldata of `cast(batch, signature)` in its one encoding, both ways.
///
/// @param words of all ballots, one after another
record CastCall(BatchId id, List<BigInteger> words, EcdsaSignature signature) {
  private static final int HEAD_WORDS = 7;

  static CastCall of(Batch batch) {
    List<BigInteger> words = new ArrayList<>();
    for (SealedBallot ballot : batch.ballots()) {
      words.addAll(ballot.toWords());
    }
    return new CastCall(batch.id(), words, batch.signature());
  }

  byte[] encode() {
    return EvmNode.concat(
        ElectionAbi.get().function("cast").toByteArray(),
        new AbiWords.Tuple().dynamic(batch()).word(signature.r()).word(vs(signature)).encode());
  }

  /// The calldata of `verifyBallots(batch, from, to)`.
  byte[] encodeVerify(int from, int to) {
    return EvmNode.concat(
        ElectionAbi.get().function("verifyBallots").toByteArray(),
        new AbiWords.Tuple().dynamic(batch()).word(from).word(to).encode());
  }

  private byte[] batch() {
    return new AbiWords.Tuple()
        .word(id.station().toInteger())
        .word(id.sequence())
        .dynamic(AbiWords.array(words.size(), words))
        .encode();
  }

  /// EIP-2098: s with the parity of v in its top bit.
  private static BigInteger vs(EcdsaSignature signature) {
    return signature.v() == 28 ? signature.s().setBit(255) : signature.s();
  }

  /// @throws IllegalArgumentException if `calldata` is not the calldata of a cast
  static CastCall decode(byte[] calldata) {
    byte[] selector = ElectionAbi.get().function("cast").toByteArray();
    if (!Arrays.equals(selector, Arrays.copyOf(calldata, selector.length))) {
      throw new IllegalArgumentException("the transaction does not call cast");
    }
    List<BigInteger> all = AbiWords.split(calldata, selector.length);
    if (all.size() < HEAD_WORDS) {
      throw new IllegalArgumentException("the calldata of cast is cut off");
    }
    BigInteger vs = all.get(2);
    CastCall call =
        new CastCall(
            new BatchId(
                new Address(Bytes.of(Arrays.copyOfRange(Bytes.word(all.get(3)), 12, 32))),
                all.get(4).longValueExact()),
            List.copyOf(all.subList(HEAD_WORDS, all.size())),
            new EcdsaSignature(all.get(1), vs.clearBit(255), vs.testBit(255) ? 28 : 27));
    if (!Arrays.equals(call.encode(), calldata)) {
      throw new IllegalArgumentException("the calldata of cast is not in its one encoding");
    }
    return call;
  }
}
