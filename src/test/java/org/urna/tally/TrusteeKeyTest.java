package org.urna.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.keys.Passphrase;

class TrusteeKeyTest {
  private static final Passphrase PASSPHRASE = passphrase("correct horse battery");

  @TempDir Path dir;

  private final SecureRandom random = new SecureRandom();

  @Test
  void passesThroughItsFileAndNothingElse() throws Exception {
    Path file = dir.resolve("trustee.json");
    try (TrusteeKey key = new TestCeremony(2, 3).key(2)) {
      key.write(file, PASSPHRASE, random);
      String text = Files.readString(file);
      assertThat(text)
          .doesNotContain(key.share().toString())
          .doesNotContain(key.share().toString(16));
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      try (TrusteeKey read = TrusteeKey.open(file, PASSPHRASE)) {
        assertThat(read.share()).isEqualTo(key.share());
        assertThat(read.trustee()).isEqualTo(2);
        assertThat(read.ceremonyId()).isEqualTo(TestCeremony.ID);
        assertThat(read.verificationKey()).isEqualTo(key.verificationKey());
      }
      assertThatThrownBy(() -> key.write(file, PASSPHRASE, random))
          .isInstanceOf(TrusteeKeyException.class)
          .hasMessageContaining("exists");
      assertThat(dir.toFile().list()).containsExactly("trustee.json");
    }
  }

  @Test
  void refusesAWrongPassphraseAndEveryChangedField() throws Exception {
    Path file = dir.resolve("trustee.json");
    TestCeremony ceremony = new TestCeremony(2, 3);
    String other;
    try (TrusteeKey key = ceremony.key(1);
        TrusteeKey otherKey = ceremony.key(3)) {
      key.write(file, PASSPHRASE, random);
      other = otherKey.verificationKey().x().toString();
    }
    assertThatThrownBy(() -> TrusteeKey.open(file, passphrase("correct horse batterx")))
        .isInstanceOf(TrusteeKeyException.class);
    String good = Files.readString(file);
    String sealed = good.replaceAll("(?s).*\"sealed\" : \"([0-9a-f]+)\".*", "$1");
    String salt = good.replaceAll("(?s).*\"argon2Salt\" : \"([0-9a-f]+)\".*", "$1");
    String nonce = good.replaceAll("(?s).*\"nonce\" : \"([0-9a-f]+)\".*", "$1");
    for (String bad :
        List.of(
            good.replace("\"trustee\" : 1", "\"trustee\" : 2"),
            good.replace("5a5a", "5a5b"),
            good.replace("\"argon2Iterations\" : 4", "\"argon2Iterations\" : 1"),
            good.replace(sealed, flipped(sealed)),
            good.replace(salt, flipped(salt)),
            good.replace(nonce, flipped(nonce)),
            // Refused before a key is derived:
            good.replace("\"argon2MemoryKib\" : 262144", "\"argon2MemoryKib\" : 2147483647"),
            good.replace("\"argon2MemoryKib\" : 262144", "\"argon2MemoryKib\" : 8"),
            good.replaceFirst("\"x\" : \"[0-9]+\"", "\"x\" : \"" + other + "\""),
            good.replace("urna-trustee-key-1", "urna-trustee-key-2"),
            good.replace("\"nonce\"", "\"nonse\""),
            good.substring(0, good.length() - 2),
            good + " ".repeat(5000),
            "")) {
      assertThat(bad).isNotEqualTo(good);
      Path changed = Files.writeString(dir.resolve("changed.json"), bad, StandardCharsets.UTF_8);
      assertThatThrownBy(() -> TrusteeKey.open(changed, PASSPHRASE))
          .isInstanceOf(TrusteeKeyException.class);
    }
    TrusteeKey.open(file, PASSPHRASE).close();
  }

  private static String flipped(String hex) {
    return (hex.charAt(0) == '0' ? '1' : '0') + hex.substring(1);
  }

  /// Whoever names the wrong file, a wallet's key say, must not find it on the screen.
  @Test
  void neverRepeatsWhatStandsInAFile() throws Exception {
    String secret = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
    for (String content : List.of(secret, "0x" + secret, "{\"format\": " + secret + "}")) {
      Path file = Files.writeString(dir.resolve("other.key"), content, StandardCharsets.UTF_8);
      assertThatThrownBy(() -> TrusteeKey.open(file, PASSPHRASE))
          .isInstanceOf(TrusteeKeyException.class)
          .hasMessageContaining("other.key")
          .hasMessageNotContainingAny("ac0974", "bec39a17", "2ff80");
    }
  }

  private static Passphrase passphrase(String text) {
    return Passphrase.of(text.toCharArray());
  }

  @Test
  void opensWithTheSameWordsFromAKeyboardThatComposesThemOtherwise() throws Exception {
    Path file = dir.resolve("trustee.json");
    String words = "Ёжик и йогурт";
    try (TrusteeKey key = new TestCeremony(1, 1).key(1)) {
      key.write(file, passphrase(words), random);
    }
    TrusteeKey.open(file, passphrase(Normalizer.normalize(words, Normalizer.Form.NFD))).close();
  }

  @Test
  void aClosedKeyGivesNoShare() throws Exception {
    TrusteeKey key = new TestCeremony(1, 1).key(1);
    key.close();
    assertThatThrownBy(key::share).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> key.write(dir.resolve("k"), PASSPHRASE, random))
        .isInstanceOf(IllegalStateException.class);
    assertThat(TrusteeKey.class.getMethod("toString").getDeclaringClass()).isEqualTo(Object.class);
  }
}
