package org.urna.queue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.urna.ballot.SealedBallot;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.EcdsaSignature;
import org.urna.election.Eip712Domain;
import org.urna.files.Medium;
import org.urna.queue.QueueException.Effect;

/// A signed batch as a file, for stations without a network: written to a stick here, uploaded by
/// another machine.
///
/// Big-endian: the ASCII text `URNABAT1`, chain id (8 bytes), contract (20), election id (32),
/// station (20), sequence (8), option count (1), number of ballots (4), signature (65), the ballots
/// ([SealedBallot#toBytes()]) and SHA-256 of all before it (32). The checksum finds a bad stick;
/// the signature is what anyone believes.
public final class BatchFile {
  private static final byte[] MAGIC = "URNABAT1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD = 8 + 8 + 20 + 32 + 20 + 8 + 1 + 4 + 65;
  private static final int SHA256 = 32;
  private static final int MAX_OPTIONS = 16;
  private static final int MAX_BALLOTS = 1000;

  /// Room for the most ballots with the most options, 83 words each.
  private static final int MAX_SIZE = HEAD + MAX_BALLOTS * 83 * 32 + SHA256;

  private final Eip712Domain domain;
  private final BigInteger electionId;

  /// @param domain the contract that batches are signed for
  /// @param electionId the public signal `electionId`
  public BatchFile(Eip712Domain domain, BigInteger electionId) {
    this.domain = domain;
    this.electionId = electionId;
  }

  /// The file's name: station and number, no time.
  public static String nameOf(BatchId id) {
    return "urna-" + id.station().value().hex() + "-" + id.sequence() + ".batch";
  }

  /// Writes `batch` into `folder` and returns when it is on the medium and was read back from it
  /// ([Medium#write]). Writing the same batch again replaces the file.
  ///
  /// @return the path of the file
  /// @throws QueueException if any of this fails; "safe to remove" must then not be said
  public Path write(Batch batch, Path folder) throws QueueException {
    byte[] content = encode(batch);
    Path target = folder.resolve(nameOf(batch.id()));
    try {
      Medium.write(target, content);
    } catch (IOException e) {
      throw new QueueException(Effect.UNKNOWN, "the batch could not be written and read back", e);
    }
    return target;
  }

  /// Reads a batch that a station exported, and accepts it only with its signature for this
  /// contract. Whether the station is accredited is the manifest's to say.
  ///
  /// @throws QueueException if the file is damaged, of another election, or not signed by the
  ///   station that it names
  public Batch read(Path file) throws QueueException {
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(MAX_SIZE + 1);
    } catch (IOException e) {
      throw new QueueException(Effect.NOTHING_KEPT, "the batch file cannot be read", e);
    }
    try {
      require(content.length <= MAX_SIZE, "is too large");
      Batch batch = decode(content);
      if (!batch.isSignedFor(domain)) {
        throw new IllegalArgumentException("signature: is not the station's");
      }
      return batch;
    } catch (IllegalArgumentException e) {
      throw new QueueException(
          Effect.NOTHING_KEPT, "not a batch of this election: " + e.getMessage(), e);
    }
  }

  private byte[] encode(Batch batch) {
    int optionCount = batch.ballots().getFirst().optionCount();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(MAGIC);
      out.writeLong(domain.chainId().longValueExact());
      out.write(domain.verifyingContract().value().toByteArray());
      out.write(Bytes.word(electionId));
      out.write(batch.id().station().value().toByteArray());
      out.writeLong(batch.id().sequence());
      out.writeByte(optionCount);
      out.writeInt(batch.ballots().size());
      out.write(batch.signature().toBytes().toByteArray());
      for (SealedBallot ballot : batch.ballots()) {
        out.write(ballot.toBytes());
      }
      out.write(sha256(bytes.toByteArray(), bytes.size()));
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private Batch decode(byte[] content) {
    require(content.length > HEAD + SHA256, "is too short");
    int end = content.length - SHA256;
    byte[] checksum = new byte[SHA256];
    System.arraycopy(content, end, checksum, 0, SHA256);
    require(Bytes.of(checksum).contentEquals(sha256(content, end)), "checksum does not match");
    ByteBuffer in = ByteBuffer.wrap(content, 0, end);
    require(Bytes.of(take(in, 8)).contentEquals(MAGIC), "is of another kind");
    require(BigInteger.valueOf(in.getLong()).equals(domain.chainId()), "is for another chain");
    require(
        new Address(Bytes.of(take(in, 20))).equals(domain.verifyingContract()),
        "is for another contract");
    require(new BigInteger(1, take(in, 32)).equals(electionId), "is of another election");
    BatchId id = new BatchId(new Address(Bytes.of(take(in, 20))), in.getLong());
    int optionCount = in.get();
    int count = in.getInt();
    require(optionCount >= 2 && optionCount <= MAX_OPTIONS, "option count is out of range");
    require(count >= 1 && count <= MAX_BALLOTS, "number of ballots is out of range");
    EcdsaSignature signature = EcdsaSignature.ofBytes(Bytes.of(take(in, 65)));
    require(in.remaining() % count == 0, "length does not match the number of ballots");
    int length = in.remaining() / count;
    List<SealedBallot> ballots = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ballots.add(SealedBallot.fromBytes(take(in, length), optionCount));
    }
    return new Batch(id, ballots, signature);
  }

  private static byte[] take(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("file: " + otherwise);
    }
  }

  private static byte[] sha256(byte[] content, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(content, 0, length);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
