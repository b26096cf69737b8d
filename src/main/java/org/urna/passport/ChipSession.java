package org.urna.passport;

/// One opened chip: secure messaging stands, files can be read. Every byte it returns is *raw and
/// unchecked*; `trust` decides what it is worth.
///
/// The order of trust (security object, data group 14, their check, [#authenticateChip], data group
/// 1) is driven by the caller. Nothing is ever answered from a cache: each call sends commands.
///
/// Not thread-safe. All calls together must end before the read's deadline (20 s from opening, the
/// chip's answer to the key not counted); a single command may take 5 s. After any exception other
/// than [PassportReadFailure#FILE_MISSING] the session is dead and every further call fails.
public interface ChipSession extends AutoCloseable {

  /// The document security object EF.SOD, `77 …`, at most [ChipFile#maxBytes] long.
  byte[] readSecurityObject() throws PassportReadException;

  /// Data group `number` as it lies on the chip, tag and length included. Data groups 1, 14 and 15
  /// can be read; the face and the fingers cannot be asked for.
  ///
  /// @throws IllegalArgumentException for any other number
  byte[] readDataGroup(int number) throws PassportReadException;

  /// Runs Chip Authentication (ICAO 9303-11 §6.2) against a key whose signature the caller has
  /// *already* verified, and changes to its session keys.
  ///
  /// Success of this call proves nothing: a clone answers it as well. The proof is the next read:
  /// it runs under keys that only the owner of the private key can know, and fails with
  /// [PassportReadFailure#CLONE_SUSPECTED] otherwise. [SessionFacts#chipProven] tells whether such
  /// a read has happened.
  void authenticateChip(ChipAuthenticationKey verifiedKey) throws PassportReadException;

  /// Active Authentication (ICAO 9303-11 §6.1): the chip's answer to eight random bytes, exactly as
  /// it came. Whether it is a signature of the key in data group 15 is the caller's to verify.
  ///
  /// @param challenge RND.IFD, exactly 8 bytes
  /// @param answerBytes how long a signature of the signed key is, at least
  /// @throws IllegalArgumentException for any other length of the challenge
  /// @throws PassportReadException [PassportReadFailure#CLONE_SUSPECTED] if the chip refuses the
  ///   command: the caller asks only chips that are signed to know it;
  ///   [PassportReadFailure#CHIP_KEY_UNSUPPORTED] if the answer is too long for this reader, as
  ///   with RSA-2048 and short APDUs, which is no suspicion, whatever the chip says instead
  byte[] signChallenge(byte[] challenge, int answerBytes) throws PassportReadException;

  /// What this session has done so far; lengths and counts, no content.
  SessionFacts facts();

  /// Ends the session and resets the card, so that no other program finds it opened. Never fails.
  @Override
  void close();
}
