package org.urna.tally;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.urna.election.Bytes;
import org.urna.election.StrictJson;
import org.urna.files.WholeFile;
import org.urna.keys.Passphrase;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.BabyJubJub.Point;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A trustee's key at rest: a JSON file whose `sealed` is AES-256-GCM of the 32-byte share under
/// Argon2id (RFC 9106) of the passphrase. Everything else in the file is associated data, so
/// nothing can be changed without the passphrase.
///
/// @param salt 16 bytes
/// @param nonce 12 bytes
/// @param sealed share and tag, 48 bytes
record TrusteeKeyFile(
    Bytes ceremonyId,
    int trustee,
    Point verificationKey,
    int memoryKib,
    int iterations,
    Bytes salt,
    Bytes nonce,
    Bytes sealed) {
  private static final String FORMAT = "urna-trustee-key-1";

  /// 256 MiB and four passes: about two seconds, for a file that a thief can try at leisure.
  private static final int MEMORY_KIB = 256 << 10;

  private static final int ITERATIONS = 4;
  private static final int MAX_MEMORY_KIB = 1 << 20;
  private static final int MIN_MEMORY_KIB = 64 << 10;
  private static final int MAX_ITERATIONS = 20;
  private static final int MAX_FILE = 4096;
  private static final int SALT = 16;
  private static final int NONCE = 12;
  private static final int TAG = 16;
  private static final int SHARE = 32;

  TrusteeKeyFile {
    // Bounds on the cost: a forged file must not exhaust the machine or make guessing cheap.
    if (memoryKib < MIN_MEMORY_KIB
        || memoryKib > MAX_MEMORY_KIB
        || iterations < 1
        || iterations > MAX_ITERATIONS) {
      throw new IllegalArgumentException("argon2: cost is out of range");
    }
    if (ceremonyId.size() != 32
        || salt.size() != SALT
        || nonce.size() != NONCE
        || sealed.size() != SHARE + TAG) {
      throw new IllegalArgumentException("a field has the wrong length");
    }
    if (trustee < 1) {
      throw new IllegalArgumentException("trustee: is counted from 1");
    }
  }

  static void write(TrusteeKey key, Path file, Passphrase passphrase, SecureRandom random)
      throws TrusteeKeyException {
    byte[] salt = new byte[SALT];
    byte[] nonce = new byte[NONCE];
    random.nextBytes(salt);
    random.nextBytes(nonce);
    TrusteeKeyFile unsealed =
        new TrusteeKeyFile(
            key.ceremonyId(),
            key.trustee(),
            key.verificationKey(),
            MEMORY_KIB,
            ITERATIONS,
            Bytes.of(salt),
            Bytes.of(nonce),
            Bytes.of(new byte[SHARE + TAG]));
    byte[] share = key.shareBytes();
    try {
      Bytes sealed = Bytes.of(unsealed.crypt(Cipher.ENCRYPT_MODE, share, passphrase));
      ObjectNode json = unsealed.head();
      json.put("sealed", sealed.hex());
      store(file, json.toPrettyString().getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("encrypting cannot fail", e);
    } finally {
      Arrays.fill(share, (byte) 0);
    }
  }

  static TrusteeKey read(Path file, Passphrase passphrase) throws TrusteeKeyException {
    TrusteeKeyFile content;
    try {
      if (Files.size(file) > MAX_FILE) {
        throw new TrusteeKeyException(file + " is no trustee key", null);
      }
      content = StrictJson.read(Files.readAllBytes(file), MAX_FILE, TrusteeKeyFile::of);
    } catch (IOException e) {
      throw new TrusteeKeyException("cannot read " + file, e);
    } catch (IllegalArgumentException e) {
      throw new TrusteeKeyException(file + " is no trustee key: " + e.getMessage(), e);
    }
    byte[] share;
    try {
      share = content.crypt(Cipher.DECRYPT_MODE, content.sealed.toByteArray(), passphrase);
    } catch (GeneralSecurityException e) {
      throw new TrusteeKeyException("the passphrase is wrong, or " + file + " was changed", e);
    }
    try {
      TrusteeKey key = TrusteeKey.of(content.ceremonyId, content.trustee, new BigInteger(1, share));
      if (!key.verificationKey().equals(content.verificationKey)) {
        key.close();
        throw new TrusteeKeyException(file + " names another verification key", null);
      }
      return key;
    } catch (IllegalArgumentException e) {
      throw new TrusteeKeyException(file + " holds no share", e);
    } finally {
      Arrays.fill(share, (byte) 0);
    }
  }

  private static TrusteeKeyFile of(StrictJson json) {
    json.text(
        "format",
        format -> {
          if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException("must be \"" + FORMAT + "\"");
          }
          return format;
        });
    return new TrusteeKeyFile(
        json.text("ceremonyId", Bytes::ofHex),
        json.integer("trustee"),
        json.object(
            "verificationKey",
            point ->
                BabyJubJub.requireKey(
                    point.text("x", BigInteger::new), point.text("y", BigInteger::new))),
        json.integer("argon2MemoryKib"),
        json.integer("argon2Iterations"),
        json.text("argon2Salt", Bytes::ofHex),
        json.text("nonce", Bytes::ofHex),
        json.text("sealed", Bytes::ofHex));
  }

  private ObjectNode head() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", FORMAT);
    json.put("ceremonyId", ceremonyId.hex());
    json.put("trustee", trustee);
    json.putObject("verificationKey")
        .put("x", verificationKey.x().toString())
        .put("y", verificationKey.y().toString());
    json.put("argon2MemoryKib", memoryKib);
    json.put("argon2Iterations", iterations);
    json.put("argon2Salt", salt.hex());
    json.put("nonce", nonce.hex());
    return json;
  }

  private byte[] crypt(int mode, byte[] text, Passphrase passphrase)
      throws GeneralSecurityException {
    byte[] key = derive(passphrase);
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG, nonce.toByteArray()));
      cipher.updateAAD(head().toString().getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(text);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private byte[] derive(Passphrase passphrase) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(iterations)
            .withParallelism(1)
            .withSalt(salt.toByteArray())
            .build());
    byte[] key = new byte[32];
    generator.generateBytes(passphrase.utf8(), key);
    return key;
  }

  private static void store(Path file, byte[] content) throws TrusteeKeyException {
    try {
      if (Files.exists(file)) {
        throw new TrusteeKeyException(file + " exists already", null);
      }
      WholeFile.writeSecret(file, content);
    } catch (IOException e) {
      throw new TrusteeKeyException("cannot write " + file, e);
    }
  }
}
