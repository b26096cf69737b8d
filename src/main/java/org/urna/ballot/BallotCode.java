package org.urna.ballot;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.urna.badge.BadgeCommitment;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.Keccak256;

/// A ballot's code: keccak256 over election, station, badge and ciphertexts (protocol §4). The
/// contract announces it, the station promises it, and a voter looks for it.
///
/// @param value 32 bytes
public record BallotCode(Bytes value) {
  private static final String QR_PREFIX = "URNA:BALLOT:1:";

  public BallotCode {
    if (value.size() != 32) {
      throw new IllegalArgumentException("a ballot code has 32 bytes");
    }
  }

  /// keccak256 of the 32-byte words electionId, station, badge and the ciphertext words.
  public static BallotCode of(
      BigInteger electionId,
      Address station,
      BadgeCommitment badge,
      List<BigInteger> ciphertextWords) {
    List<byte[]> words = new ArrayList<>(3 + ciphertextWords.size());
    words.add(Bytes.word(electionId));
    words.add(Bytes.word(station.toInteger()));
    words.add(Bytes.word(badge.value()));
    ciphertextWords.forEach(word -> words.add(Bytes.word(word)));
    return new BallotCode(Bytes.of(Keccak256.hash(words.toArray(byte[][]::new))));
  }

  /// 64 lower-case hexadecimal digits.
  public String hex() {
    return value.hex();
  }

  /// Reads 64 hexadecimal digits of either case, with or without `0x`.
  ///
  /// @throws IllegalArgumentException if they are not
  public static BallotCode ofHex(String hex) {
    return new BallotCode(Bytes.ofHex(hex));
  }

  /// What the QR code holds: capital letters, digits and colons, so that it fits the dense
  /// alphanumeric mode.
  public String qrText() {
    return QR_PREFIX + hex().toUpperCase(Locale.ROOT);
  }

  /// Reads [#qrText()].
  ///
  /// @throws IllegalArgumentException if it is not the text of a ballot code
  public static BallotCode ofQrText(String text) {
    if (!text.matches(QR_PREFIX + "[0-9A-F]{64}")) {
      throw new IllegalArgumentException("not the QR text of a ballot code");
    }
    return ofHex(text.substring(QR_PREFIX.length()));
  }

  /// Six words of the language's list: **a label for people, never an audit**. About 61 (ru) or 66
  /// (en) bits of the code: enough that two papers in a room never agree by accident, not enough
  /// against somebody who searches for another ballot with the same words.
  ///
  /// @param language `en` or `ru`
  /// @throws IllegalArgumentException if there is no list in this language
  public List<String> sixWords(String language) {
    return WordList.of(language).words(value.toInteger().shiftRight(128), 6);
  }
}
