package org.urna.ballot;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.urna.badge.BadgeCommitment;
import org.urna.badge.VoterBadge;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ElectionManifest;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.ElGamal;
import org.urna.proof.hash.Poseidon;

/// The answer to *Test this machine*: everything that went into a ballot whose code was shown
/// before the machine knew that it would be tested. Public from then on; the ballot itself is
/// destroyed and never counts. Anybody recomputes the code from it with [#isHonest].
///
/// @param electionId the election
/// @param station whose ballot it was
/// @param badgeSecret the secret of the destroyed badge
/// @param option the option that was encrypted, counted from 0
/// @param randomness r of each option's ciphertext, in [0, ℓ)
/// @param code the code that was shown
public record BallotChallenge(
    BigInteger electionId,
    Address station,
    BigInteger badgeSecret,
    int option,
    List<BigInteger> randomness,
    BallotCode code) {
  private static final String QR_PREFIX = "URNA:TEST:1:";
  private static final int WORD = 32;
  private static final int ADDRESS = 20;
  private static final int FIXED_BYTES = WORD + ADDRESS + WORD + 2 + WORD;
  private static final int MAX_JSON_BYTES = 8192;

  public BallotChallenge {
    if (!Poseidon.isFieldElement(electionId)) {
      throw new IllegalArgumentException("challenge.electionId: must be a field element");
    }
    if (badgeSecret.signum() < 0 || badgeSecret.bitLength() > VoterBadge.SECRET_BITS) {
      throw new IllegalArgumentException("challenge.badgeSecret: has at most 248 bits");
    }
    randomness = List.copyOf(randomness);
    if (randomness.size() < 2 || randomness.size() > ElectionManifest.MAX_OPTIONS) {
      throw new IllegalArgumentException("challenge.randomness: is of 2 to 16 options");
    }
    for (BigInteger r : randomness) {
      if (r.signum() < 0 || r.compareTo(BabyJubJub.ORDER) >= 0) {
        throw new IllegalArgumentException("challenge.randomness: must be in [0, ℓ)");
      }
    }
    if (option < 0 || option >= randomness.size()) {
      throw new IllegalArgumentException("challenge.option: is not one of the options");
    }
  }

  /// Whether the code that was shown is the code of an encryption of exactly this option in the
  /// election of `context`. If not, the machine encrypted something else.
  public boolean isHonest(BallotContext context) {
    return context.electionId().equals(electionId)
        && context.station().equals(station)
        && context.optionCount() == randomness.size()
        && recomputedCode(context).equals(code);
  }

  private BallotCode recomputedCode(BallotContext context) {
    List<BigInteger> words = new ArrayList<>();
    for (int i = 0; i < randomness.size(); i++) {
      words.addAll(
          ElGamal.encrypt(context.jointKey(), i == option ? 1 : 0, randomness.get(i)).toWords());
    }
    return BallotCode.of(electionId, station, BadgeCommitment.of(badgeSecret), words);
  }

  /// What the QR code holds: capital hexadecimal behind a prefix, at most 1,300 characters of the
  /// alphanumeric mode.
  public String qrText() {
    ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + WORD * randomness.size());
    out.put(Bytes.word(electionId));
    out.put(station.value().toByteArray());
    out.put(Bytes.word(badgeSecret));
    out.put((byte) randomness.size());
    out.put((byte) option);
    randomness.forEach(r -> out.put(Bytes.word(r)));
    out.put(code.value().toByteArray());
    return QR_PREFIX + HexFormat.of().withUpperCase().formatHex(out.array());
  }

  /// Reads [#qrText()].
  ///
  /// @throws IllegalArgumentException if it is not the text of a challenge
  public static BallotChallenge ofQrText(String text) {
    if (!text.matches(QR_PREFIX + "(?:[0-9A-F]{2}){" + FIXED_BYTES + ",1000}")) {
      throw new IllegalArgumentException("not the QR text of a test ballot");
    }
    byte[] bytes = HexFormat.of().parseHex(text.substring(QR_PREFIX.length()));
    ByteBuffer in = ByteBuffer.wrap(bytes);
    BigInteger electionId = new BigInteger(1, next(in, WORD));
    Address station = new Address(Bytes.of(next(in, ADDRESS)));
    BigInteger badgeSecret = new BigInteger(1, next(in, WORD));
    int options = in.get();
    int option = in.get();
    if (bytes.length != FIXED_BYTES + WORD * options) {
      throw new IllegalArgumentException("the QR text of a test ballot is cut");
    }
    List<BigInteger> randomness = new ArrayList<>();
    for (int i = 0; i < options; i++) {
      randomness.add(new BigInteger(1, next(in, WORD)));
    }
    BallotCode code = new BallotCode(Bytes.of(next(in, WORD)));
    return new BallotChallenge(electionId, station, badgeSecret, option, randomness, code);
  }

  private static byte[] next(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  /// Says which ballot was tested and not what was in it: a log is no place for a choice, even of a
  /// test.
  @Override
  public String toString() {
    return "BallotChallenge[" + code.hex() + "]";
  }
}
