package org.urna.station;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.urna.ballot.BallotCode;
import org.urna.ballot.Promise;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ChainReference;
import org.urna.election.EcdsaSignature;
import org.urna.election.Eip712Domain;
import org.urna.election.Keccak256;
import org.urna.files.WholeFile;
import org.urna.keys.Passphrase;
import org.urna.queue.BatchSigner;
import org.urna.queue.UnsignedBatch;
import org.urna.station.Officials.OfficialEntry;
import org.urna.station.Officials.PairKey;
import org.urna.station.StationKeyException.Reason;

/// The station's keys, opened by two officials: secp256k1 signs promises, batches and log entries,
/// X25519 opens the trustees' parts of the nullifier key. They are made on the station and never
/// leave it; a lost station is replaced by a spare, not restored.
///
/// The two halves lie in two files because they die at different times: what opens the nullifier
/// key is destroyed at the close, signing goes on until the station is settled.
///
/// **A secret**, wiped by [#close()]. An open object of this class is the proof that two officials
/// were there.
public final class StationKeys implements AutoCloseable {
  private static final BigInteger ORDER = CustomNamedCurves.getByName("secp256k1").getN();
  private static final String OFFICIALS = "officials.json";
  private static final String SIGNING = "signing-key.json";
  private static final String SEALING = "sealing-key.json";
  private static final int KEY = 32;

  private final byte[] signingKey;
  private final byte[] sealingKeys;
  private final Address address;
  private final PresentOfficials present;
  private boolean open = true;

  /// @param sealingKeys X25519 private key ‖ the vault's key, or nothing once destroyed
  private StationKeys(byte[] signingKey, byte[] sealingKeys, PresentOfficials present) {
    this.present = present;
    this.signingKey = signingKey;
    this.sealingKeys = sealingKeys;
    this.address = EcdsaSignature.addressOf(new BigInteger(1, signingKey));
  }

  /// Makes the station's keys in `folder`, which must not hold any.
  ///
  /// @param passphrases of all officials, in order of their numbers
  public static StationIdentity create(
      Path folder, List<Passphrase> passphrases, Argon2Cost cost, SecureRandom random)
      throws StationKeyException {
    if (Files.exists(folder.resolve(OFFICIALS))
        || Files.exists(folder.resolve(SIGNING))
        || Files.exists(folder.resolve(SEALING))) {
      throw new StationKeyException(Reason.KEYS_EXIST, "this station has keys already");
    }
    Officials officials = Officials.draw(passphrases.size(), cost, random);
    List<PairKey> pairs = officials.allPairs(passphrases);
    byte[] signing = drawSigningKey(random);
    byte[] sealing = new byte[2 * KEY];
    random.nextBytes(sealing);
    try {
      byte[] x25519 = new byte[KEY];
      X25519.generatePublicKey(sealing, 0, x25519, 0);
      StationIdentity identity =
          new StationIdentity(
              EcdsaSignature.addressOf(new BigInteger(1, signing)), Bytes.of(x25519));
      WholeFile.privateFolder(folder);
      SealedSecret.seal(SIGNING, identity.address().value(), signing, pairs, random)
          .write(folder.resolve(SIGNING));
      SealedSecret.seal(SEALING, identity.x25519Key(), sealing, pairs, random)
          .write(folder.resolve(SEALING));
      officials.write(folder.resolve(OFFICIALS));
      return identity;
    } catch (IOException e) {
      throw new StationKeyException(Reason.FILE_DAMAGED, "the keys cannot be kept", e);
    } finally {
      pairs.forEach(PairKey::close);
      Arrays.fill(signing, (byte) 0);
      Arrays.fill(sealing, (byte) 0);
    }
  }

  private static byte[] drawSigningKey(SecureRandom random) {
    byte[] key = new byte[KEY];
    BigInteger number;
    do {
      random.nextBytes(key);
      number = new BigInteger(1, key);
    } while (number.signum() == 0 || number.compareTo(ORDER) >= 0);
    return key;
  }

  /// The station's public keys, without opening anything; nothing if it has none. After the close
  /// has destroyed the sealing key, its public half is all zero.
  public static Optional<StationIdentity> identity(Path folder) throws StationKeyException {
    if (!Files.exists(folder.resolve(OFFICIALS))) {
      return Optional.empty();
    }
    Bytes x25519 =
        Files.exists(folder.resolve(SEALING))
            ? SealedSecret.read(folder.resolve(SEALING), SEALING).publicPart()
            : Bytes.of(new byte[KEY]);
    return Optional.of(
        new StationIdentity(
            new Address(SealedSecret.read(folder.resolve(SIGNING), SIGNING).publicPart()), x25519));
  }

  /// As [#identity], of a station that must have keys.
  ///
  /// @throws StationKeyException also if it has none
  static StationIdentity requireIdentity(Path folder) throws StationKeyException {
    return identity(folder)
        .orElseThrow(() -> new StationKeyException(Reason.FILE_DAMAGED, "the station has no keys"));
  }

  /// Opens the keys for two officials. It takes about two seconds.
  ///
  /// @throws StationKeyException with [Reason#PASSPHRASES_REFUSED] if a passphrase is wrong
  public static StationKeys open(Path folder, OfficialEntry first, OfficialEntry second)
      throws StationKeyException {
    Officials officials = Officials.read(folder.resolve(OFFICIALS));
    PresentOfficials present = new PresentOfficials(officials);
    try (PairKey pair = officials.pair(first, second, present::note)) {
      SealedSecret signingFile = SealedSecret.read(folder.resolve(SIGNING), SIGNING);
      byte[] signing = signingFile.open(pair);
      byte[] sealing =
          Files.exists(folder.resolve(SEALING))
              ? SealedSecret.read(folder.resolve(SEALING), SEALING).open(pair)
              : new byte[0];
      StationKeys keys = new StationKeys(signing, sealing, present);
      if (!keys.address.value().equals(signingFile.publicPart())) {
        keys.close();
        throw new StationKeyException(Reason.FILE_DAMAGED, "the key is of another address");
      }
      return keys;
    }
  }

  /// The station's address, from what is needed for signing alone: a damaged sealing key takes
  /// nothing from it.
  ///
  /// @throws StationKeyException with [Reason#FILE_DAMAGED] if officials or signing key cannot be
  ///   read: nobody can sign with these files any more
  public static Address signingAddress(Path folder) throws StationKeyException {
    Officials.read(folder.resolve(OFFICIALS));
    Bytes address = SealedSecret.read(folder.resolve(SIGNING), SIGNING).publicPart();
    try {
      return new Address(address);
    } catch (IllegalArgumentException e) {
      throw new StationKeyException(Reason.FILE_DAMAGED, SIGNING + " cannot be read", e);
    }
  }

  /// That there is no signing key anywhere in `folder`.
  public static StationKeyException missing(Path folder) {
    return new StationKeyException(Reason.FILE_DAMAGED, folder + " holds no signing key");
  }

  /// Opens the signing key alone, for a rescue: what opens the nullifier key may be damaged or
  /// destroyed, and nobody votes here.
  ///
  /// @throws StationKeyException with [Reason#PASSPHRASES_REFUSED] if a passphrase is wrong, or
  ///   there is no such official
  public static StationKeys openForSigning(Path folder, OfficialEntry first, OfficialEntry second)
      throws StationKeyException {
    Officials officials = Officials.read(folder.resolve(OFFICIALS));
    PresentOfficials present = new PresentOfficials(officials);
    try (PairKey pair = pair(officials, first, second, present)) {
      SealedSecret file = SealedSecret.read(folder.resolve(SIGNING), SIGNING);
      StationKeys keys = new StationKeys(file.open(pair), new byte[0], present);
      if (!keys.address.value().equals(file.publicPart())) {
        keys.close();
        throw new StationKeyException(Reason.FILE_DAMAGED, "the key is of another address");
      }
      return keys;
    }
  }

  private static PairKey pair(
      Officials officials, OfficialEntry first, OfficialEntry second, PresentOfficials present)
      throws StationKeyException {
    try {
      return officials.pair(first, second, present::note);
    } catch (IllegalArgumentException e) {
      throw new StationKeyException(Reason.PASSPHRASES_REFUSED, String.valueOf(e.getMessage()), e);
    }
  }

  /// Destroys what opens the nullifier key and its parts. Signing still works.
  static void destroySealingKey(Path folder) throws IOException {
    SmallFiles.destroy(folder.resolve(SEALING));
  }

  /// How many officials were made for the station whose keys lie in `folder`.
  public static int officials(Path folder) throws StationKeyException {
    return Officials.read(folder.resolve(OFFICIALS)).count();
  }

  /// The two who opened these keys. It outlives them; whoever asks closes it.
  public PresentOfficials present() {
    return present;
  }

  public Address address() {
    return address;
  }

  /// Signs the station's promise that the ballot with this code will be on chain. To be called only
  /// after the ballot is durably queued.
  public Promise promise(Eip712Domain domain, BigInteger electionId, BallotCode code) {
    return new Promise(electionId, code, sign(Promise.digest(domain, electionId, code)));
  }

  /// Signs batches for the contract of `chain` as long as these keys are open.
  public BatchSigner batchSigner(ChainReference chain) {
    return new BatchSigner() {
      @Override
      public Address station() {
        return address;
      }

      @Override
      public Eip712Domain domain() {
        return chain.domain();
      }

      @Override
      public EcdsaSignature sign(UnsignedBatch batch) {
        return StationKeys.this.sign(batch.digest(chain.domain()));
      }
    };
  }

  /// Signs the head of the station log. The text in front keeps it apart from everything that is
  /// signed for a contract (those start with 0x19).
  EcdsaSignature signLogHead(Bytes head) {
    return sign(logDigest(head));
  }

  static Bytes logDigest(Bytes head) {
    return Bytes.of(
        Keccak256.hash("Urna station log".getBytes(StandardCharsets.US_ASCII), head.toByteArray()));
  }

  private EcdsaSignature sign(Bytes digest) {
    requireOpen();
    return EcdsaSignature.sign(new BigInteger(1, signingKey), digest);
  }

  /// The X25519 private key, which the caller wipes.
  byte[] x25519PrivateKey() throws StationKeyException {
    return sealing(0);
  }

  /// The key that the nullifier key is wrapped with at rest, which the caller wipes.
  byte[] vaultKey() throws StationKeyException {
    return sealing(KEY);
  }

  private byte[] sealing(int from) throws StationKeyException {
    requireOpen();
    if (sealingKeys.length == 0) {
      throw new StationKeyException(
          Reason.DESTROYED, "what opens the nullifier key was destroyed at the close");
    }
    return Arrays.copyOfRange(sealingKeys, from, from + KEY);
  }

  private void requireOpen() {
    if (!open) {
      throw new IllegalStateException("the station's keys are closed");
    }
  }

  /// Wipes the keys. Further calls do nothing.
  @Override
  public void close() {
    open = false;
    Arrays.fill(signingKey, (byte) 0);
    Arrays.fill(sealingKeys, (byte) 0);
  }
}
