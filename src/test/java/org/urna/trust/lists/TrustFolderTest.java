package org.urna.trust.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.urna.trust.lists.TrustWorkshop.NEW;
import static org.urna.trust.lists.TrustWorkshop.NOBODY;
import static org.urna.trust.lists.TrustWorkshop.OLD;
import static org.urna.trust.lists.TrustWorkshop.OTHER;
import static org.urna.trust.lists.TrustWorkshop.SIGNER;
import static org.urna.trust.lists.TrustWorkshop.all;
import static org.urna.trust.lists.TrustWorkshop.fingerprint;
import static org.urna.trust.lists.TrustWorkshop.found;
import static org.urna.trust.lists.TrustWorkshop.link;
import static org.urna.trust.lists.TrustWorkshop.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.files.WholeFile;
import org.urna.trust.TestAuthority;
import org.urna.trust.TrustListException;

/// The folder on the disk: what is believed of it, and what a crash leaves.
class TrustFolderTest {
  @TempDir Path temp;
  private Path folder;
  private X509CertificateHolder link;
  private X509CertificateHolder signer;

  @BeforeEach
  void aFolderWithOneOfEachKind() throws Exception {
    folder = temp.resolve("trust");
    link = link(OLD, NEW);
    signer = OLD.issue(SIGNER).sign();
    X509CertificateHolder listSigner =
        MasterLists.signer(OLD, TestAuthority.key("secp256r1", "ml"));
    plan(folder, all("XOM"), found(temp, OLD.certificate)).write();
    plan(folder, NOBODY, found(temp, link, signer, listSigner, OTHER.certificate)).write();
  }

  private String index() throws IOException {
    return Files.readString(folder.resolve("index.json"));
  }

  @Test
  void opensWhatItWrote() throws Exception {
    TrustFolder opened = TrustFolder.open(folder);
    assertThat(opened.entries())
        .extracting(entry -> entry.facts().kind())
        .containsExactly(CertificateKind.values());
    assertThat(opened.refused()).hasSize(1);
    assertThat(index()).doesNotContain("\r").endsWith("}\n");
    assertThat(TrustIndex.write(opened.content())).asString().isEqualTo(index());
    for (TrustEntry entry : opened.entries()) {
      assertThat(folder.resolve(entry.facts().fingerprint() + ".der"))
          .hasBinaryContent(entry.facts().der().toByteArray());
    }
  }

  /// Each field of the index that follows from a certificate, replaced by another of its form.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format|urna-trust-folder-2",
        "fingerprint|0000000000000000000000000000000000000000000000000000000000000000",
        "kind|document-signer",
        "own-country|RU",
        "serial-number|1234",
        "not-before|2019-01-01T00:00:00Z",
        "not-after|2039-01-01T00:00:00Z",
        "subject-key-identifier|00ff",
        "authority-key-identifier|00ff",
        "key|EC P_384",
        "algorithm|ECDSA SHA_512",
        "state|xom",
        "state|XOMA",
        "standing|trusted",
        "standing|vouched",
        "source|rumour",
        "source|master-list",
        "publisher|UTO",
        "date|yesterday",
        "date|2026-11-22T12:00:00.5Z",
        "sha256|00",
        "country|Utopia",
        "reason|"
      })
  void refusesAForgedField(String key, String value) throws Exception {
    String before = index();
    String forged =
        before.replaceFirst(
            "(\"" + key + "\" : )\"[^\"]*\"", "$1\"" + (value == null ? "" : value) + "\"");
    assertThat(forged).isNotEqualTo(before);
    Files.writeString(folder.resolve("index.json"), forged);
    assertThatThrownBy(() -> TrustFolder.open(folder))
        .isInstanceOf(TrustListException.class)
        .hasMessageStartingWith("index.json: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"format", "fingerprint", "state", "kind", "standing", "key", "sha256", "reason"})
  void refusesAMissingAndAnUnknownField(String key) throws Exception {
    String before = index();
    for (String replacement : List.of("\"more\" : \"x\", \"" + key + "\"", "\"renamed\"")) {
      Files.writeString(
          folder.resolve("index.json"), before.replaceFirst("\"" + key + "\"", replacement));
      assertThatThrownBy(() -> TrustFolder.open(folder)).isInstanceOf(TrustListException.class);
    }
  }

  @Test
  void refusesAnotherFormOfTheSameContent() throws Exception {
    String before = index();
    for (String other :
        List.of(before.strip(), before.replace("\n", "\r\n"), before.replace("  ", "\t"))) {
      Files.writeString(folder.resolve("index.json"), other);
      assertThatThrownBy(() -> TrustFolder.open(folder)).hasMessageContaining("canonical");
    }
  }

  /// What an index says is no more than an organiser could say.
  @Test
  void refusesALinkThatIsNoneAndASignerOfAnotherState() throws Exception {
    String before = index();
    plan(temp.resolve("alone"), all("XOM"), found(temp, OTHER.certificate, NEW.certificate))
        .write();
    Path alone = temp.resolve("alone/index.json");
    String accepted = Files.readString(alone);
    Files.writeString(alone, accepted.replaceFirst("\"accepted\"", "\"linked\""));
    assertThatThrownBy(() -> TrustFolder.open(temp.resolve("alone")))
        .hasMessageContaining("no accepted key leads to it");

    Files.writeString(
        folder.resolve("index.json"), before.replace("\"accepted\"", "\"needs-review\""));
    assertThatThrownBy(() -> TrustFolder.open(folder))
        .hasMessageContaining("no accepted key leads to it");

    // Entries of a state stand together: only the last one, a signer, can move and stay in order.
    int last = before.lastIndexOf("\"state\" : \"XOM\"");
    Files.writeString(
        folder.resolve("index.json"),
        before.substring(0, last) + before.substring(last).replaceFirst("\"XOM\"", "\"XXB\""));
    assertThatThrownBy(() -> TrustFolder.open(folder))
        .hasMessageContaining("no authority of its state signed it");
  }

  @Test
  void refusesOneKeyForTwoStates() throws Exception {
    X509CertificateHolder again = OLD.issue(OLD.keys).authority().serial(3).sign();
    plan(folder, all("XOM"), found(temp, again)).write();
    List<TrustEntry> forged =
        TrustFolder.open(folder).entries().stream()
            .map(
                entry ->
                    entry.facts().fingerprint().equals(fingerprint(again))
                        ? new TrustEntry("UTO", Standing.ACCEPTED, entry.origins(), entry.facts())
                        : entry)
            .toList();
    Files.write(
        folder.resolve("index.json"), TrustIndex.write(new TrustIndex.Content(forged, List.of())));
    assertThatThrownBy(() -> TrustFolder.open(folder))
        .hasMessageContaining("its key is also that of");
  }

  @Test
  void refusesACertificateThatWasChangedOrIsGone() throws Exception {
    Path der = folder.resolve(fingerprint(OLD.certificate) + ".der");
    byte[] content = Files.readAllBytes(der);
    byte[] changed = content.clone();
    changed[content.length - 1] ^= 1;
    Files.write(der, changed);
    assertThatThrownBy(() -> TrustFolder.open(folder)).hasMessageContaining("another content");
    Files.delete(der);
    assertThatThrownBy(() -> TrustFolder.open(folder)).hasMessageContaining("cannot be read");
  }

  /// Whoever may write into the folder must not write elsewhere through whoever imports.
  @Test
  void writesThroughNoLinkThatLiesInTheFolder() throws Exception {
    Path elsewhere = Files.writeString(temp.resolve("elsewhere"), "precious");
    Files.createSymbolicLink(folder.resolve("index.json.part"), elsewhere);
    Files.createSymbolicLink(
        folder.resolve(fingerprint(OTHER.certificate) + ".der.part"), elsewhere);
    plan(folder, all("UTO"), found(temp, OTHER.certificate)).write();
    assertThat(elsewhere).hasContent("precious");
    assertThat(folder.resolve("index.json")).isRegularFile();
    assertThat(Files.isSymbolicLink(folder.resolve("index.json"))).isFalse();
  }

  /// An index that a full disk cut to nothing is not a folder to begin anew: every key in it would
  /// be accepted as the first of its state.
  @Test
  void refusesAnEmptyIndex() throws Exception {
    Files.write(folder.resolve("index.json"), new byte[0]);
    assertThatThrownBy(() -> TrustFolder.openOrBegin(folder)).hasMessageContaining("is empty");
    assertThatThrownBy(() -> TrustFolder.open(folder)).hasMessageContaining("is empty");
  }

  @Test
  void refusesAFolderOfSomethingElse() throws Exception {
    Path other = Files.createDirectory(temp.resolve("photos"));
    assertThatThrownBy(() -> TrustFolder.open(other)).hasMessageContaining("is not a trust folder");
    assertThat(TrustFolder.openOrBegin(other).entries()).isEmpty();
    Files.writeString(other.resolve("me.jpg"), "x");
    assertThatThrownBy(() -> TrustFolder.openOrBegin(other)).hasMessageContaining("other files");
  }

  /// The disk fails at each write in turn; every time the folder is the old one, and the next
  /// attempt succeeds.
  @Test
  void aCrashBetweenAnyTwoWritesLosesNothing() throws Exception {
    String before = index();
    ImportPlan plan = plan(folder, all("UTO"), found(temp, OTHER.certificate, NEW.certificate));
    int writes = 0;
    for (int failing = 0; failing < 2; failing++) {
      int last = failing;
      int[] count = {0};
      assertThatThrownBy(
              () ->
                  plan.write(
                      (file, content) -> {
                        if (count[0]++ == last) {
                          Files.write(
                              file.resolveSibling(file.getFileName() + ".part"), new byte[3]);
                          throw new IOException("the disk is gone");
                        }
                        WholeFile.place(file, content);
                      }))
          .isInstanceOf(IOException.class);
      writes = Math.max(writes, count[0]);
      assertThat(index()).isEqualTo(before);
      assertThat(TrustFolder.open(folder).entries()).hasSize(4);
    }
    assertThat(writes).isEqualTo(2);
    assertThat(plan.write().entries()).hasSize(5);
  }

  @Test
  void aFirstImportThatCrashedCanBeRepeated() throws Exception {
    Path fresh = temp.resolve("fresh");
    ImportPlan plan = plan(fresh, all("UTO"), found(temp, OTHER.certificate));
    assertThatThrownBy(
            () ->
                plan.write(
                    (file, content) -> {
                      if (file.endsWith("index.json")) {
                        throw new IOException("the disk is gone");
                      }
                      WholeFile.place(file, content);
                    }))
        .isInstanceOf(IOException.class);
    assertThat(plan(fresh, all("UTO"), found(temp, OTHER.certificate)).write().entries())
        .hasSize(1);
  }

  @Test
  void doesNotWriteOverSomebodyElsesChange() throws Exception {
    ImportPlan mine = plan(folder, all("UTO"), found(temp, OTHER.certificate));
    plan(folder, NOBODY, Set.of(), Set.of(fingerprint(signer))).write();
    String theirs = index();
    assertThatThrownBy(mine::write).hasMessageContaining("was changed by somebody else");
    assertThat(index()).isEqualTo(theirs);
  }
}
