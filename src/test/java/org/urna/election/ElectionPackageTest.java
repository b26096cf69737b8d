package org.urna.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElectionPackageTest {
  @TempDir Path temp;
  private Path folder;
  private final ElectionManifest manifest = ElectionFixtures.practice();

  @BeforeEach
  void create() throws Exception {
    folder = temp.resolve("package");
    ElectionFixtures.packageOf(folder, manifest);
  }

  @Test
  void readsAFolderAndAZipOfItAlike() throws Exception {
    ElectionPackage fromFolder = ElectionPackage.open(folder, ElectionFixtures.ORGANISER);
    ElectionPackage fromZip = ElectionPackage.open(zip(Map.of()), ElectionFixtures.ORGANISER);
    assertThat(fromZip.manifest()).isEqualTo(fromFolder.manifest()).isEqualTo(manifest);
    assertThat(fromZip.electionId()).isEqualTo(manifest.electionId());
    assertThat(fromZip.shortCode()).isEqualTo(fromFolder.shortCode());
    assertThat(fromZip.media(((BallotOption.Candidate) manifest.options().getFirst()).photo()))
        .isEqualTo(ElectionFixtures.PHOTO_A);
  }

  @Test
  void shortCodeNamesManifestChainAndContract() throws Exception {
    String code = ElectionPackage.open(folder, ElectionFixtures.ORGANISER).shortCode();
    assertThat(code).matches("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}");
    ChainReference other =
        new ChainReference(31337, ElectionFixtures.STATION, ElectionFixtures.chain().name());
    ElectionPackage moved =
        ElectionPackage.create(
            temp.resolve("other"),
            manifest,
            other,
            PackageSignature.sign(manifest, other, ElectionFixtures.ORGANISER_KEY),
            ElectionFixtures.media());
    assertThat(moved.shortCode()).isNotEqualTo(code);
  }

  @Test
  void refusesAPackageOfAnotherOrganiser() {
    assertThatThrownBy(() -> ElectionPackage.open(folder, ElectionFixtures.STATION))
        .isInstanceOf(ElectionPackageException.class)
        .hasMessageContaining("this station trusts");
  }

  @Test
  void refusesASignatureByAnotherKeyUnderTheOrganisersName() throws Exception {
    PackageSignature forged =
        PackageSignature.sign(manifest, ElectionFixtures.chain(), BigInteger.valueOf(99));
    rewriteSignature(forged.signature());
    assertRefused("does not cover");
  }

  @Test
  void refusesEveryFileOnceItIsChanged() throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] content = Files.readAllBytes(file);
        byte[] changed = content.clone();
        int at =
            Math.max(0, new String(content, StandardCharsets.ISO_8859_1).lastIndexOf("0x")) + 20;
        at = Math.min(at, content.length - 3);
        changed[at] = (byte) (changed[at] == '1' ? '2' : '1');
        Files.write(file, changed);
        assertThatThrownBy(() -> ElectionPackage.open(folder, ElectionFixtures.ORGANISER))
            .as(file.toString())
            .isInstanceOf(ElectionPackageException.class);
        Files.delete(file);
        assertThatThrownBy(() -> ElectionPackage.open(folder, ElectionFixtures.ORGANISER))
            .as(file.toString())
            .hasMessageContaining("missing");
        Files.write(file, content);
      }
    }
    ElectionPackage.open(folder, ElectionFixtures.ORGANISER);
  }

  @Test
  void refusesAMovedContract() throws Exception {
    Path chain = folder.resolve("chain.json");
    Files.writeString(
        chain,
        Files.readString(chain)
            .replace(
                ElectionFixtures.chain().contract().toString(),
                ElectionFixtures.STATION.toString()));
    assertRefused("does not cover");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.jpg",
        "media/../../evil.jpg",
        "/etc/passwd",
        "media/sub/x.jpg",
        "media\\x.jpg",
        "run.sh",
        "media/x.html"
      })
  void refusesAnArchiveEntryWithAnotherName(String name) throws Exception {
    Path zip = zip(Map.of(name, "x"));
    assertThatThrownBy(() -> ElectionPackage.open(zip, ElectionFixtures.ORGANISER))
        .isInstanceOf(ElectionPackageException.class)
        .hasMessageContaining("must not hold");
    assertThat(temp.resolve("evil.jpg")).doesNotExist();
  }

  @Test
  void refusesAMediaFileThatNoOptionUses() throws Exception {
    Files.writeString(folder.resolve("media/extra.jpg"), "x");
    assertRefused("no option uses");
  }

  @Test
  void refusesALinkInAFolder() throws Exception {
    Path photo = folder.resolve("media/anna.jpg");
    Path elsewhere = Files.move(photo, temp.resolve("elsewhere.jpg"));
    Files.createSymbolicLink(photo, elsewhere);
    assertRefused("not a regular file");
  }

  @Test
  void refusesAnArchiveThatUnpacksToMoreThanAPackageMayBe() throws Exception {
    Path zip = temp.resolve("bomb.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("media/bomb.jpg"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 17; i++) {
        out.write(zeros);
      }
    }
    assertThatThrownBy(() -> ElectionPackage.open(zip, ElectionFixtures.ORGANISER))
        .hasMessageContaining("larger");
  }

  @Test
  void signatureMatchesWhatWalletsSign() {
    // The signature itself is compared with a wallet library in EcdsaSignatureTest;
    // here: the sentence itself, because a changed sentence would silently lock out old packages.
    assertThat(PackageSignature.message(ElectionFixtures.hash("m"), ElectionFixtures.chain()))
        .isEqualTo(
            """
            Urna election package
            manifest %s
            chain 31337
            contract 0x5FbDB2315678afecb367f032d93F642f64180aa3"""
                .formatted(ElectionFixtures.hash("m")));
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(() -> ElectionPackage.open(folder, ElectionFixtures.ORGANISER))
        .isInstanceOf(ElectionPackageException.class)
        .hasMessageContaining(reason);
  }

  private void rewriteSignature(EcdsaSignature signature) throws IOException {
    Path file = folder.resolve("signature.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replaceAll(
                "\"signature\":\"[^\"]*\"", "\"signature\":\"" + signature.toBytes() + "\""));
  }

  private Path zip(Map<String, String> more) throws IOException {
    Path zip = Files.createTempFile(temp, "package", ".zip");
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file);
        Stream<Path> walk = Files.walk(folder)) {
      List<Path> files = walk.filter(Files::isRegularFile).toList();
      for (Path each : files) {
        out.putNextEntry(new ZipEntry(folder.relativize(each).toString()));
        out.write(Files.readAllBytes(each));
      }
      for (Map.Entry<String, String> entry : more.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return zip;
  }
}
