package org.urna.station;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.urna.election.Bytes;
import org.urna.election.StrictJson;
import org.urna.files.WholeFile;
import org.urna.keys.Passphrase;
import org.urna.station.StationKeyException.Reason;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The officials of a station, by number (1, 2, …; never by name), any two of whom open it. Two are
/// needed by arithmetic and not by a dialogue: what opens the keys is derived from both passphrases
/// together, so one official alone has nothing to even try passphrases against.
public final class Officials {
  public static final int MIN = 2;
  public static final int MAX = 8;

  private static final String FORMAT = "urna-officials/1";
  private static final int SALT = 16;

  private final Argon2Cost cost;
  private final List<byte[]> salts;

  private Officials(Argon2Cost cost, List<byte[]> salts) {
    this.cost = cost;
    this.salts = salts;
  }

  /// New officials for as many as `count`.
  static Officials draw(int count, Argon2Cost cost, SecureRandom random) {
    if (count < MIN || count > MAX) {
      throw new IllegalArgumentException("a station has " + MIN + " to " + MAX + " officials");
    }
    List<byte[]> salts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] salt = new byte[SALT];
      random.nextBytes(salt);
      salts.add(salt);
    }
    return new Officials(cost, salts);
  }

  static Officials read(Path file) throws StationKeyException {
    try {
      return StrictJson.read(SmallFiles.read(file), 64 << 10, Officials::of);
    } catch (IOException | IllegalArgumentException e) {
      throw new StationKeyException(Reason.FILE_DAMAGED, file.getFileName() + " cannot be read", e);
    }
  }

  private static Officials of(StrictJson json) {
    if (!json.text("format").equals(FORMAT)) {
      throw new IllegalArgumentException("format: is unknown");
    }
    Argon2Cost cost = new Argon2Cost(json.integer("memoryKib"), json.integer("iterations"));
    List<byte[]> salts =
        json.texts("salts", hex -> Bytes.ofHex(hex).toByteArray()).stream().toList();
    if (salts.size() < MIN
        || salts.size() > MAX
        || salts.stream().anyMatch(salt -> salt.length != SALT)) {
      throw new IllegalArgumentException("salts: are not of 2 to 8 officials");
    }
    return new Officials(cost, salts);
  }

  void write(Path file) throws IOException {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("format", FORMAT)
            .put("memoryKib", cost.memoryKib())
            .put("iterations", cost.iterations());
    ArrayNode list = node.putArray("salts");
    salts.forEach(salt -> list.add(Bytes.of(salt).hex()));
    WholeFile.writeSecret(file, node.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// The key of a pair. It takes about two seconds at [Argon2Cost#STATION]; whether the passphrases
  /// are right shows only when something is opened with it.
  ///
  /// @throws IllegalArgumentException if the numbers are equal or nobody's
  public PairKey pair(OfficialEntry first, OfficialEntry second) {
    return pair(first, second, (_, _) -> {});
  }

  /// As [#pair(OfficialEntry, OfficialEntry)].
  ///
  /// @param derived told what each official's passphrase derives to, lent for the call
  PairKey pair(
      OfficialEntry first, OfficialEntry second, BiConsumer<OfficialEntry, byte[]> derived) {
    if (first.number() == second.number()) {
      throw new IllegalArgumentException("two different officials are needed");
    }
    OfficialEntry lower = first.number() < second.number() ? first : second;
    OfficialEntry upper = first.number() < second.number() ? second : first;
    byte[] a = key(lower);
    byte[] b = key(upper);
    try {
      derived.accept(lower, a);
      derived.accept(upper, b);
      return PairKey.of(lower.number(), upper.number(), a, b);
    } finally {
      Arrays.fill(a, (byte) 0);
      Arrays.fill(b, (byte) 0);
    }
  }

  /// The keys of all pairs, when everyone is there to set the station up.
  List<PairKey> allPairs(List<Passphrase> passphrases) {
    if (passphrases.size() != salts.size()) {
      throw new IllegalArgumentException("every official's passphrase is needed");
    }
    List<byte[]> keys = new ArrayList<>();
    List<PairKey> pairs = new ArrayList<>();
    try {
      for (int i = 0; i < salts.size(); i++) {
        keys.add(cost.derive(passphrases.get(i), salts.get(i)));
      }
      for (int i = 0; i < keys.size(); i++) {
        for (int j = i + 1; j < keys.size(); j++) {
          pairs.add(PairKey.of(i + 1, j + 1, keys.get(i), keys.get(j)));
        }
      }
      return pairs;
    } finally {
      keys.forEach(key -> Arrays.fill(key, (byte) 0));
    }
  }

  int count() {
    return salts.size();
  }

  /// What an official's passphrase derives to, which the caller wipes.
  byte[] key(OfficialEntry official) {
    if (official.number() < 1 || official.number() > salts.size()) {
      throw new IllegalArgumentException("there is no official " + official.number());
    }
    return cost.derive(official.passphrase(), salts.get(official.number() - 1));
  }

  /// An official who is there: a number and a passphrase, which stays its owner's to wipe.
  public record OfficialEntry(int number, Passphrase passphrase) {
    @Override
    public String toString() {
      return "official " + number;
    }
  }

  /// What two officials' passphrases open. **A secret.**
  public static final class PairKey implements AutoCloseable {
    private final int lower;
    private final int upper;
    private final byte[] key;

    private PairKey(int lower, int upper, byte[] key) {
      this.lower = lower;
      this.upper = upper;
      this.key = key;
    }

    private static PairKey of(int lower, int upper, byte[] a, byte[] b) {
      byte[] both = new byte[a.length + b.length];
      System.arraycopy(a, 0, both, 0, a.length);
      System.arraycopy(b, 0, both, a.length, b.length);
      try {
        return new PairKey(lower, upper, Sealing.derive(both, info(lower, upper)));
      } finally {
        Arrays.fill(both, (byte) 0);
      }
    }

    private static byte[] info(int lower, int upper) {
      return ("urna officials " + lower + "+" + upper).getBytes(StandardCharsets.US_ASCII);
    }

    /// For example `1+3`.
    String slot() {
      return lower + "+" + upper;
    }

    byte[] key() {
      return key;
    }

    @Override
    public void close() {
      Arrays.fill(key, (byte) 0);
    }
  }
}
