package org.urna.station;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.urna.election.Keccak256;
import org.urna.keys.Passphrase;
import org.urna.station.Officials.OfficialEntry;

/// The two officials who opened the station's keys, so that either alone is known again. The key
/// files give one official nothing to try passphrases against, so what one passphrase derives to is
/// remembered here, as a digest and in memory alone: it is gone with the program.
public final class PresentOfficials implements AutoCloseable {
  private static final byte[] DOMAIN = "urna present official".getBytes(StandardCharsets.US_ASCII);

  private final Officials officials;
  private final Map<Integer, byte[]> digests = new TreeMap<>();

  PresentOfficials(Officials officials) {
    this.officials = officials;
  }

  void note(OfficialEntry official, byte[] derived) {
    digests.put(official.number(), Keccak256.hash(DOMAIN, derived));
  }

  /// Whether it is the passphrase of one of the two. It takes about two seconds, whatever the
  /// answer.
  public boolean include(Passphrase passphrase) {
    boolean found = false;
    for (Map.Entry<Integer, byte[]> known : digests.entrySet()) {
      byte[] derived = officials.key(new OfficialEntry(known.getKey(), passphrase));
      found |= MessageDigest.isEqual(known.getValue(), Keccak256.hash(DOMAIN, derived));
      Arrays.fill(derived, (byte) 0);
    }
    return found;
  }

  @Override
  public void close() {
    digests.values().forEach(digest -> Arrays.fill(digest, (byte) 0));
    digests.clear();
  }
}
