package org.urna.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.urna.election.Bytes;
import org.urna.election.ElectionFixtures;
import org.urna.keys.Passphrase;
import org.urna.office.PublicFiles;
import org.urna.station.StationIdentity;
import org.urna.tally.TrusteeKey;

/// The program itself, started with the flags of every JVM of ours, on a terminal of its own whose
/// locale knows no letter but ASCII.
@EnabledOnOs(OS.LINUX)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PassphrasePromptTest {
  private record Ended(int code, String said) {}

  @TempDir Path folder;
  private Path settings;

  @BeforeEach
  void settings() throws Exception {
    settings =
        Files.writeString(
            folder.resolve("station.toml"),
            """
            mode = "practice"
            data-folder = "data"
            organiser = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
            """);
  }

  private static List<String> program(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "@" + Path.of("installers/jvm.options").toAbsolutePath(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "org.urna.Launcher"));
    command.addAll(List.of(arguments));
    return command;
  }

  /// Types each answer when its question stands on the terminal: what comes before would be echoed.
  private static Ended onTerminal(List<String> answers, String... arguments) throws Exception {
    String line =
        program(arguments).stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    return ended(answers, new ProcessBuilder("script", "-qec", line, "/dev/null"));
  }

  private static Ended onPipe(List<String> answers, String... arguments) throws Exception {
    return ended(answers, new ProcessBuilder(program(arguments)));
  }

  private static Ended ended(List<String> answers, ProcessBuilder builder) throws Exception {
    builder.environment().put("LC_ALL", "C");
    builder.redirectErrorStream(true);
    Process process = builder.start();
    StringBuilder said = new StringBuilder();
    try (OutputStream keys = process.getOutputStream();
        InputStream screen = process.getInputStream()) {
      boolean terminal = builder.command().getFirst().equals("script");
      for (String answer : answers) {
        if (terminal && !readUntil(screen, ": ", said)) {
          break;
        }
        keys.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
        keys.flush();
      }
      if (!terminal) {
        keys.close();
      }
      var _ = readUntil(screen, null, said);
    }
    return new Ended(process.waitFor(), said.toString());
  }

  private static boolean readUntil(
      InputStream screen, @org.jspecify.annotations.Nullable String end, StringBuilder said)
      throws IOException {
    StringBuilder line = new StringBuilder();
    int next;
    while ((next = screen.read()) >= 0) {
      line.append((char) next);
      if (end != null && line.toString().contains("assphrase") && line.toString().endsWith(end)) {
        said.append(line);
        return true;
      }
    }
    said.append(line);
    return false;
  }

  @Test
  void aTrusteesWordsAreReadAsUtf8WhateverTheLocale() throws Exception {
    Path station = folder.resolve("station.json");
    Files.writeString(
        station,
        PublicFiles.write(
            new StationIdentity(ElectionFixtures.STATION, Bytes.of(x25519BasePoint()))));
    String[] command = {
      "trustee",
      "new",
      "--name",
      "t",
      "--station",
      station.toString(),
      "--out",
      folder.resolve("keys").toString()
    };
    Ended tooShort = onTerminal(List.of("пароль", "пароль"), command);
    assertThat(tooShort.said()).contains("O02").contains("12 to 200 characters");
    assertThat(tooShort.code()).isNotZero();
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("station.toml", "station.json");

    Ended done = onTerminal(List.of("длинный пароль", "длинный пароль"), command);
    assertThat(done.code()).as(done.said()).isZero();
    assertThat(folder.toFile().list()).hasSize(3);
    try (Passphrase words = Passphrase.of("длинный пароль".toCharArray())) {
      TrusteeKey.open(folder.resolve("keys/trustee.key"), words).close();
    }
    Ended again = onPipe(List.of(), command);
    assertThat(again.said())
        .contains("is there already")
        .contains(folder.resolve("keys").toString());
    assertThat(again.code()).isNotZero();
  }

  private static byte[] x25519BasePoint() {
    byte[] point = new byte[32];
    point[0] = 9;
    return point;
  }

  @Test
  void aStationsPassphrasesDifferAndCanBeTypedOnItsScreen() throws Exception {
    String[] command = {
      "station",
      "new",
      "--settings",
      settings.toString(),
      "--out",
      folder.resolve("station.json").toString()
    };
    Ended same =
        onTerminal(
            List.of("один и тот же", "один и тот же", "один и тот же", "один и тот же"), command);
    assertThat(same.said()).contains("official 2 chose the passphrase of another");
    assertThat(same.code()).isNotZero();
    Ended unusual = onPipe(List.of("größer als zwölf"), command);
    assertThat(unusual.said()).contains("no key for").doesNotContain("als");
    assertThat(unusual.code()).isNotZero();
    assertThat(folder.toFile().list()).containsExactly("station.toml");
  }
}
