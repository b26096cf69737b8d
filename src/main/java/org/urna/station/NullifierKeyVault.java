package org.urna.station;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.urna.badge.NullifierKey;
import org.urna.election.Bytes;
import org.urna.election.ElectionManifest;
import org.urna.files.WholeFile;
import org.urna.station.StationKeyException.Reason;

/// Where the nullifier key lies between sessions: one file, sealed with a key that two officials
/// open together with the station's keys. It is put together from the trustees' parts, given out
/// only if it matches the election's commitment, and destroyed, together with the X25519 key that
/// opens the parts, when the station is closed for good.
public final class NullifierKeyVault {
  private static final String FILE = "nullifier-key.sealed";
  private static final String COMMITMENT = "nullifier-key.commitment";

  private final Path folder;
  private final SecureRandom random;

  /// @param folder the one that holds the station's keys
  public NullifierKeyVault(Path folder, SecureRandom random) {
    this.folder = folder;
    this.random = random;
  }

  /// Puts the key together from all trustees' parts and keeps it.
  ///
  /// @param ceremonyId the ceremony that the parts must be of
  /// @param pinned the commitment that the accepted election pins, once there is one
  /// @return the commitment, which the organiser compares and the manifest pins
  /// @throws StationKeyException if a part is missing, twice, of another ceremony, or does not
  ///   open, or with [Reason#COMMITMENT_MISMATCH] if the election pins another; what was kept stays
  public BigInteger receive(
      List<SealedKeyPart> parts,
      int trustees,
      Bytes ceremonyId,
      Optional<BigInteger> pinned,
      StationKeys keys)
      throws StationKeyException {
    BigInteger[] opened = new BigInteger[trustees];
    Bytes publicKey = StationKeys.identity(folder).orElseThrow().x25519Key();
    for (SealedKeyPart part : parts) {
      if (!part.ceremonyId().equals(ceremonyId) || part.trustee() > trustees) {
        throw new StationKeyException(Reason.PART_REFUSED, "a part is of another ceremony");
      }
      if (opened[part.trustee() - 1] != null) {
        throw new StationKeyException(
            Reason.PART_REFUSED, "part " + part.trustee() + " is there twice");
      }
      opened[part.trustee() - 1] = part.open(keys, publicKey);
    }
    List<BigInteger> all = new ArrayList<>(Arrays.asList(opened));
    if (all.contains(null)) {
      throw new StationKeyException(
          Reason.PART_REFUSED, "part " + (all.indexOf(null) + 1) + " is missing");
    }
    try (NullifierKey key = NullifierKey.fromParts(all)) {
      BigInteger commitment = key.commitment();
      if (pinned.isPresent() && !pinned.get().equals(commitment)) {
        throw new StationKeyException(
            Reason.COMMITMENT_MISMATCH,
            "the parts are not of the key that the accepted election pins; nothing was replaced");
      }
      keep(key, keys);
      return commitment;
    }
  }

  private void keep(NullifierKey key, StationKeys keys) throws StationKeyException {
    byte[] plain = key.toBytes();
    byte[] vaultKey = keys.vaultKey();
    try {
      // First the commitment of the key that was there goes: none is better than another's.
      Files.deleteIfExists(folder.resolve(COMMITMENT));
      WholeFile.writeSecret(
          folder.resolve(FILE), Sealing.seal(vaultKey, plain, associated(keys), random));
      WholeFile.write(
          folder.resolve(COMMITMENT),
          (key.commitment() + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new StationKeyException(Reason.VAULT_DAMAGED, "the nullifier key cannot be kept", e);
    } finally {
      Arrays.fill(plain, (byte) 0);
      Arrays.fill(vaultKey, (byte) 0);
    }
  }

  /// The public commitment of the key that lies here, as far as it is noted: what a package is
  /// compared with when nobody opens the keys. [#open] compares the key itself.
  ///
  /// @throws StationKeyException if the note is damaged
  public Optional<BigInteger> commitment() throws StationKeyException {
    Path note = folder.resolve(COMMITMENT);
    if (!Files.exists(note)) {
      return Optional.empty();
    }
    try {
      String text = new String(SmallFiles.read(note), StandardCharsets.US_ASCII).strip();
      if (text.matches("[0-9]{1,78}")) {
        return Optional.of(new BigInteger(text));
      }
      throw new StationKeyException(Reason.VAULT_DAMAGED, note + " holds no commitment");
    } catch (IOException e) {
      throw new StationKeyException(Reason.VAULT_DAMAGED, note + " cannot be read", e);
    }
  }

  /// Whether a nullifier key lies here; it may still be of another election.
  public boolean holdsKey() {
    return Files.exists(folder.resolve(FILE));
  }

  /// The nullifier key of `election`. The caller closes it when the polls pause or close.
  ///
  /// @throws StationKeyException with [Reason#COMMITMENT_MISMATCH] if it is another election's, or
  ///   [Reason#DESTROYED] if the close destroyed it
  public NullifierKey open(StationKeys keys, ElectionManifest election) throws StationKeyException {
    byte[] vaultKey = keys.vaultKey();
    byte[] plain = new byte[0];
    try {
      plain =
          Sealing.open(vaultKey, SmallFiles.read(folder.resolve(FILE)), associated(keys))
              .orElseThrow(
                  () ->
                      new StationKeyException(
                          Reason.VAULT_DAMAGED, "the nullifier key's file was changed"));
      NullifierKey key = NullifierKey.ofBytes(plain);
      if (!key.commitment().equals(election.nullifierKeyCommitment())) {
        key.close();
        throw new StationKeyException(
            Reason.COMMITMENT_MISMATCH, "the nullifier key is not this election's");
      }
      return key;
    } catch (IOException e) {
      throw new StationKeyException(Reason.VAULT_DAMAGED, "there is no nullifier key", e);
    } finally {
      Arrays.fill(plain, (byte) 0);
      Arrays.fill(vaultKey, (byte) 0);
    }
  }

  /// Destroys the key and what could make it again from the parts. It can be repeated.
  ///
  /// @throws StationKeyException if a file could not be overwritten and deleted
  public void destroy() throws StationKeyException {
    try {
      SmallFiles.destroy(folder.resolve(FILE));
      Files.deleteIfExists(folder.resolve(COMMITMENT));
      StationKeys.destroySealingKey(folder);
    } catch (IOException e) {
      throw new StationKeyException(
          Reason.VAULT_DAMAGED, "the nullifier key could not be destroyed", e);
    }
  }

  private static byte[] associated(StationKeys keys) {
    return ("urna-nullifier-key/1 " + keys.address()).getBytes(StandardCharsets.US_ASCII);
  }
}
