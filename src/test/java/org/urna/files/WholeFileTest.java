package org.urna.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  private static final byte[] OLD = "old".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NEW = "something new".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @Test
  void replacesAndLeavesNothingBeside() throws IOException {
    Path file = folder.resolve("a.json");
    WholeFile.write(file, OLD);
    WholeFile.write(file, NEW);
    assertThat(file).hasBinaryContent(NEW);
    assertThat(folder).isDirectoryNotContaining(found -> !found.equals(file));
  }

  @Test
  void whatAKilledProgramLeftDoesNotStandInTheWay() throws IOException {
    Path file = folder.resolve("a.json");
    Files.write(folder.resolve("a.json.part"), new byte[100]);
    WholeFile.write(file, NEW);
    assertThat(file).hasBinaryContent(NEW);
  }

  @Test
  void followsNoPlantedLink() throws IOException {
    Path elsewhere = Files.write(folder.resolve("elsewhere"), OLD);
    Path file = folder.resolve("a.json");
    for (Path planted : new Path[] {file, folder.resolve("a.json.part")}) {
      Files.deleteIfExists(planted);
      Files.createSymbolicLink(planted, elsewhere);
      WholeFile.write(file, NEW);
      assertThat(elsewhere).as("link at %s", planted).hasBinaryContent(OLD);
      assertThat(Files.isSymbolicLink(file)).isFalse();
      assertThat(file).hasBinaryContent(NEW);
    }
  }

  @Test
  void secretsAreForTheirOwner() throws IOException {
    Path file = folder.resolve("key");
    Files.write(file, OLD);
    WholeFile.writeSecret(file, NEW);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file).hasBinaryContent(NEW);
  }

  @Test
  void aFailureNamesTheFileAndKeepsTheOldOne() throws IOException {
    Path file = Files.write(folder.resolve("a.json"), OLD);
    Path inTheWay = Files.createDirectories(folder.resolve("a.json.part").resolve("full"));
    assertThatThrownBy(() -> WholeFile.write(file, NEW))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.json");
    assertThat(file).hasBinaryContent(OLD);
    assertThat(inTheWay).isDirectory();
    assertThatThrownBy(() -> WholeFile.write(folder.resolve("none").resolve("b"), NEW))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none");
  }

  @Test
  void writesBesideAProgramThatWasStartedThere() throws IOException {
    Path relative = Path.of("target", "whole-file-test");
    WholeFile.write(relative, NEW);
    assertThat(relative).hasBinaryContent(NEW);
    Files.delete(relative);
    Path bare = Path.of("whole-file-test.tmp");
    try {
      WholeFile.write(bare, NEW);
      assertThat(bare).hasBinaryContent(NEW);
    } finally {
      Files.deleteIfExists(bare);
    }
  }

  @Test
  void aPrivateFolderIsItsOwnersAndOneThatIsThereStaysAsItIs() throws IOException {
    Path made = folder.resolve("data/practice");
    WholeFile.privateFolder(made);
    for (Path each : new Path[] {made, made.getParent()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
          .isEqualTo("rwx------");
    }
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-x---"));
    WholeFile.privateFolder(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwxr-x---");
  }
}
