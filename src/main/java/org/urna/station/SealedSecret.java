package org.urna.station;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.urna.election.Bytes;
import org.urna.election.StrictJson;
import org.urna.files.WholeFile;
import org.urna.station.Officials.PairKey;
import org.urna.station.StationKeyException.Reason;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A file that holds a secret for pairs of officials: the secret is sealed with a random key, and
/// that key once for each pair. What the file is for, and the public half of the secret, are bound
/// to it as associated data, so that files cannot be exchanged for one another.
final class SealedSecret {
  private static final String FORMAT = "urna-sealed/1";

  private final String purpose;
  private final Bytes publicPart;
  private final Map<String, byte[]> slots;
  private final byte[] sealed;

  private SealedSecret(String purpose, Bytes publicPart, Map<String, byte[]> slots, byte[] sealed) {
    this.purpose = purpose;
    this.publicPart = publicPart;
    this.slots = slots;
    this.sealed = sealed;
  }

  static SealedSecret seal(
      String purpose, Bytes publicPart, byte[] secret, List<PairKey> pairs, SecureRandom random) {
    byte[] key = new byte[32];
    random.nextBytes(key);
    try {
      Map<String, byte[]> slots = new HashMap<>();
      for (PairKey pair : pairs) {
        slots.put(
            pair.slot(),
            Sealing.seal(pair.key(), key, associated(purpose, publicPart, pair.slot()), random));
      }
      return new SealedSecret(
          purpose,
          publicPart,
          slots,
          Sealing.seal(key, secret, associated(purpose, publicPart, "secret"), random));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  static SealedSecret read(Path file, String purpose) throws StationKeyException {
    if (!Files.exists(file)) {
      throw new StationKeyException(Reason.FILE_DAMAGED, file.getFileName() + " is missing");
    }
    try {
      return StrictJson.read(
          SmallFiles.read(file),
          64 << 10,
          json -> {
            if (!json.text("format").equals(FORMAT) || !json.text("purpose").equals(purpose)) {
              throw new IllegalArgumentException("format: is of another kind");
            }
            return new SealedSecret(
                purpose,
                json.text("public", Bytes::ofHex),
                json.object("slots", SealedSecret::slots),
                json.text("sealed", Bytes::ofHex).toByteArray());
          });
    } catch (IOException | IllegalArgumentException e) {
      throw new StationKeyException(Reason.FILE_DAMAGED, file.getFileName() + " cannot be read", e);
    }
  }

  private static Map<String, byte[]> slots(StrictJson json) {
    Map<String, byte[]> slots = new HashMap<>();
    for (String slot : json.keys()) {
      slots.put(slot, json.text(slot, Bytes::ofHex).toByteArray());
    }
    return slots;
  }

  void write(Path file) throws IOException {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("format", FORMAT)
            .put("purpose", purpose)
            .put("public", publicPart.hex());
    ObjectNode list = node.putObject("slots");
    slots.forEach((slot, wrapped) -> list.put(slot, Bytes.of(wrapped).hex()));
    node.put("sealed", Bytes.of(sealed).hex());
    WholeFile.writeSecret(file, node.toString().getBytes(StandardCharsets.UTF_8));
  }

  Bytes publicPart() {
    return publicPart;
  }

  /// The secret, which the caller wipes.
  byte[] open(PairKey pair) throws StationKeyException {
    byte[] wrapped = slots.get(pair.slot());
    if (wrapped == null) {
      throw new StationKeyException(Reason.FILE_DAMAGED, "the file does not know this pair");
    }
    byte[] key =
        Sealing.open(pair.key(), wrapped, associated(purpose, publicPart, pair.slot()))
            .orElseThrow(
                () ->
                    new StationKeyException(
                        Reason.PASSPHRASES_REFUSED, "the two passphrases do not open the station"));
    try {
      return Sealing.open(key, sealed, associated(purpose, publicPart, "secret"))
          .orElseThrow(
              () -> new StationKeyException(Reason.FILE_DAMAGED, "the key file was changed"));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static byte[] associated(String purpose, Bytes publicPart, String slot) {
    return (FORMAT + " " + purpose + " " + publicPart.hex() + " " + slot)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
