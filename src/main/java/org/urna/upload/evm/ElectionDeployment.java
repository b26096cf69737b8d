package org.urna.upload.evm;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.urna.election.AccreditedStation;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ChainReference;
import org.urna.election.CircuitPin;
import org.urna.election.CurvePoint;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionVariant;
import org.urna.election.Keccak256;
import org.urna.election.Schedule;
import org.urna.proof.G1Point;
import org.urna.proof.G2Point;
import org.urna.proof.VerifyingKey;
import org.urna.upload.ChainException;
import org.urna.upload.ContractRefusal;
import org.urna.upload.GasEstimate;
import org.urna.upload.GasPolicy;
import org.urna.upload.Pause;

/// Makes an election's contract from its manifest: first the data that it reads as code (verifying
/// keys, stations), then the contract itself.
///
/// Everything is created through the deterministic deployment proxy, so that an address is a hash
/// of the code that was run to make it and of that code's arguments. Whoever holds the manifest and
/// this build computes where the contract must be ([#addressOf]) and need not believe what a
/// contract elsewhere says about itself: code that differs in one value, even in one that no
/// function shows, is at another address.
public final class ElectionDeployment {
  /// A constructor that returns everything behind it, and the STOP that makes the data harmless
  /// (CodeBlob.sol).
  private static final byte[] BLOB_PREFIX = Bytes.ofHex("600b5981380380925939f300").toByteArray();

  private static final int STATIONS_PER_BLOB = 1_023;

  /// Arachnid's proxy, at the same address on every chain that has it: creates the code behind the
  /// first 32 bytes of its calldata with these as the salt.
  private static final Address PROXY = Address.parse("0x4e59b44847b379578588920cA78FbF26c0B4956C");

  private static final Bytes NO_SALT = Bytes.ofWord(BigInteger.ZERO);

  private final EvmNode node;
  private final String chainName;
  private final EvmAccount account;
  private final GasPolicy gas;
  private final Duration inclusionLimit;
  private final Clock clock;
  private final Pause pause;

  /// @param chainName for people
  /// @param account pays, and has no power over the contract
  /// @param inclusionLimit how long to wait for each transaction to be in a block
  public ElectionDeployment(
      EvmNode node,
      String chainName,
      EvmAccount account,
      GasPolicy gas,
      Duration inclusionLimit,
      Clock clock,
      Pause pause) {
    this.node = node;
    this.chainName = chainName;
    this.account = account;
    this.gas = gas;
    this.inclusionLimit = inclusionLimit;
    this.clock = clock;
    this.pause = pause;
  }

  /// The verifying keys that the manifest pins by their hashes.
  ///
  /// @param enrolment by variant
  public record Keys(List<VerifyingKey> enrolment, VerifyingKey ballot, VerifyingKey decryption) {
    public Keys {
      enrolment = List.copyOf(enrolment);
    }
  }

  /// Deploys the contract of `manifest` and checks that it says what the manifest says.
  ///
  /// @param trusteeKeys each trustee's verification key, recomputed from the ceremony's transcript
  /// @return where it is
  /// @throws IllegalArgumentException if a key is not the one that the manifest pins
  /// @throws ChainException of kind REFUSED if the constructor refuses a value; data contracts that
  ///   were made by then stay, and are of no use to anyone
  public ChainReference deploy(ElectionManifest manifest, Keys keys, List<CurvePoint> trusteeKeys)
      throws ChainException, InterruptedException {
    requirePinned(manifest, keys);
    byte[] terms = encodeTerms(manifest, keys, trusteeKeys);
    for (byte[] blob : blobs(manifest, keys)) {
      create(blobCreation(blob));
    }
    return new ChainReference(node.chainId().longValueExact(), create(creation(terms)), chainName);
  }

  /// Where the contract of `manifest` is on every chain, if it is there.
  ///
  /// @param trusteeKeys each trustee's verification key, recomputed from the ceremony's transcript
  /// @throws IllegalArgumentException if a key is not the one that the manifest pins
  public static Address addressOf(
      ElectionManifest manifest, Keys keys, List<CurvePoint> trusteeKeys) {
    requirePinned(manifest, keys);
    return created(creation(encodeTerms(manifest, keys, trusteeKeys)));
  }

  /// The address that a creation code gets (EIP-1014).
  static Address created(byte[] creationCode) {
    byte[] hash =
        Keccak256.hash(
            new byte[] {(byte) 0xff},
            PROXY.value().toByteArray(),
            NO_SALT.toByteArray(),
            Keccak256.hash(creationCode));
    return new Address(Bytes.of(java.util.Arrays.copyOfRange(hash, 12, 32)));
  }

  /// Creates what is not there yet: the address says that it is the same.
  Address create(byte[] creationCode) throws ChainException, InterruptedException {
    Address address = created(creationCode);
    if (node.code(address).size() != 0) {
      return address;
    }
    if (node.code(PROXY).size() == 0) {
      throw new ChainException(
          ChainException.Kind.WRONG_ANSWER, "the chain has no deployment proxy at " + PROXY);
    }
    // The proxy keeps a constructor's reason to itself; a creation without it tells.
    // Where the node cannot say, the call of the proxy is estimated again before it is sent.
    if (node.estimate(account.address(), null, creationCode)
        instanceof GasEstimate.WouldBeRefused(ContractRefusal refusal)) {
      throw new ChainException(ChainException.Kind.REFUSED, refusal.toString());
    }
    new EvmSender(node, node.chainId().longValueExact(), account, gas, inclusionLimit, clock, pause)
        .call(PROXY, EvmNode.concat(NO_SALT.toByteArray(), creationCode));
    if (node.code(address).size() == 0) {
      throw new ChainException(
          ChainException.Kind.WRONG_ANSWER, "nothing was created at " + address);
    }
    return address;
  }

  private static List<byte[]> blobs(ElectionManifest manifest, Keys keys) {
    List<byte[]> blobs = new ArrayList<>();
    keys.enrolment().forEach(key -> blobs.add(words(key)));
    blobs.add(words(keys.ballot()));
    blobs.add(words(keys.decryption()));
    blobs.addAll(stations(manifest.stations()));
    return blobs;
  }

  private static BigInteger blobAddress(byte[] data) {
    return created(blobCreation(data)).toInteger();
  }

  /// The constructor's argument, word by word as `Terms` in IElection.sol.
  static byte[] encodeTerms(ElectionManifest manifest, Keys keys, List<CurvePoint> trusteeKeys) {
    List<ElectionVariant> variants = manifest.variants();
    List<BigInteger> variantWords = new ArrayList<>();
    for (int i = 0; i < variants.size(); i++) {
      variantWords.add(variants.get(i).trustRoot());
      variantWords.add(blobAddress(words(keys.enrolment().get(i))));
    }
    List<BigInteger> stationBlobs =
        stations(manifest.stations()).stream().map(ElectionDeployment::blobAddress).toList();
    List<BigInteger> trusteeWords = new ArrayList<>();
    trusteeKeys.forEach(key -> trusteeWords.addAll(List.of(key.x(), key.y())));
    Schedule schedule = manifest.schedule();
    return new AbiWords.Tuple()
        .word(manifest.manifestHash().toInteger())
        .word(manifest.nullifierKeyCommitment())
        .word(manifest.eligibility().citizenshipSignal())
        .word(manifest.eligibility().bornOnOrBeforeSignal())
        .word(manifest.eligibility().passportValidOnSignal())
        .word(manifest.eligibility().uniqueBy().signal())
        .dynamic(AbiWords.array(variants.size(), variantWords))
        .word(blobAddress(words(keys.ballot())))
        .word(blobAddress(words(keys.decryption())))
        .word(manifest.trustees().jointKey().x())
        .word(manifest.trustees().jointKey().y())
        .dynamic(AbiWords.array(trusteeKeys.size(), trusteeWords))
        .word(manifest.trustees().threshold())
        .word(manifest.optionCount())
        .dynamic(AbiWords.array(stationBlobs.size(), stationBlobs))
        .word(schedule.opening().getEpochSecond())
        .word(schedule.legalClose().getEpochSecond())
        .word(schedule.declarationDeadline().getEpochSecond())
        .word(schedule.uploadDeadline().getEpochSecond())
        .encode();
  }

  static byte[] creation(byte[] terms) {
    return EvmNode.concat(
        ElectionAbi.get().creationCode(), new AbiWords.Tuple().dynamic(terms).encode());
  }

  private static void requirePinned(ElectionManifest manifest, Keys keys) {
    List<ElectionVariant> variants = manifest.variants();
    if (keys.enrolment().size() != variants.size()) {
      throw new IllegalArgumentException("keys: one enrolment key per variant is needed");
    }
    for (int i = 0; i < variants.size(); i++) {
      requirePinned(variants.get(i).circuit(), keys.enrolment().get(i));
    }
    requirePinned(manifest.ballotCircuit(), keys.ballot());
    requirePinned(manifest.decryptionCircuit(), keys.decryption());
  }

  private static void requirePinned(CircuitPin pin, VerifyingKey key) {
    if (!pin.verifyingKeyHash().equals(Bytes.of(key.hash()))) {
      throw new IllegalArgumentException(
          "the verifying key of " + pin.name() + " is not the one in the manifest");
    }
  }

  static byte[] blobCreation(byte[] data) {
    return EvmNode.concat(BLOB_PREFIX, data);
  }

  /// Entries of 24 bytes by ascending address, as IElection.sol wants them.
  static List<byte[]> stations(List<AccreditedStation> stations) {
    List<AccreditedStation> sorted = new ArrayList<>(stations);
    sorted.sort(Comparator.comparing(station -> station.address().toInteger()));
    List<byte[]> blobs = new ArrayList<>();
    for (int from = 0; from < sorted.size(); from += STATIONS_PER_BLOB) {
      ByteArrayOutputStream blob = new ByteArrayOutputStream();
      for (AccreditedStation station :
          sorted.subList(from, Math.min(sorted.size(), from + STATIONS_PER_BLOB))) {
        blob.writeBytes(station.address().value().toByteArray());
        blob.writeBytes(
            java.nio.ByteBuffer.allocate(Integer.BYTES).putInt(station.maxBallots()).array());
      }
      blobs.add(blob.toByteArray());
    }
    return blobs;
  }

  /// The words whose keccak-256 is [VerifyingKey#hash()].
  static byte[] words(VerifyingKey key) {
    List<BigInteger> words = new ArrayList<>();
    add(words, key.alpha());
    add(words, key.beta());
    add(words, key.gamma());
    add(words, key.delta());
    key.ic().forEach(point -> add(words, point));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    words.forEach(word -> bytes.writeBytes(Bytes.word(word)));
    if (!Bytes.of(Keccak256.hash(bytes.toByteArray())).equals(Bytes.of(key.hash()))) {
      throw new IllegalStateException("a verifying key does not encode to its own hash");
    }
    return bytes.toByteArray();
  }

  private static void add(List<BigInteger> words, G1Point point) {
    words.add(point.x());
    words.add(point.y());
  }

  private static void add(List<BigInteger> words, G2Point point) {
    words.add(point.x().c1());
    words.add(point.x().c0());
    words.add(point.y().c1());
    words.add(point.y().c0());
  }
}
