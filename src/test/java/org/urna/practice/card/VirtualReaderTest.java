package org.urna.practice.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.practice.specimen.Specimens.LIBRARY;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.urna.practice.mishap.Mishap;
import org.urna.practice.mishap.MishapScript;
import org.urna.practice.specimen.SpecimenPassport;

/// The card's end of the virtual reader's connection, with the driver played by this test.
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class VirtualReaderTest {

  private ServerSocket driver;
  private VirtualReader reader;

  @BeforeEach
  void listen() throws IOException {
    driver = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    reader = new VirtualReader(driver.getLocalPort());
  }

  @AfterEach
  void close() throws IOException {
    reader.close();
    driver.close();
  }

  @Test
  void tellsTheAnswerToResetOfTheChipThatLiesThere() throws IOException {
    ChipSimulator chip = specimen("short-only").chip();
    reader.insert(chip);
    try (Socket card = driver.accept()) {
      assertThat(exchange(card, "04")).isEqualTo(chip.answerToReset());
      assertThat(exchange(card, "04")[8]).as("no extended length").isZero();
    }
  }

  @Test
  void carriesExtendedCommandsAndForgetsThemOnReset() throws IOException {
    SpecimenPassport passport = specimen("pace-can");
    reader.insert(passport.chip());
    try (Socket card = driver.accept()) {
      send(card, "01");
      assertThat(exchange(card, "00B09C00000000"))
          .isEqualTo(
              DataObjects.join(
                  passport.cardAccess().orElseThrow(), HexFormat.of().parseHex("9000")));
      assertThat(exchange(card, "00A4040C07A0000002471001"))
          .isEqualTo(HexFormat.of().parseHex("9000"));
      assertThat(exchange(card, "00B09C0000")).isEqualTo(HexFormat.of().parseHex("6A82"));
      send(card, "02");
      assertThat(exchange(card, "00B09C0000")).endsWith(HexFormat.of().parseHex("9000"));
    }
  }

  @Test
  void endsTheConnectionWhenAMishapTakesTheCardAway() throws IOException {
    reader.insert(specimen("pace-can").chip(MishapScript.empty().at(1, new Mishap.Removed())));
    try (Socket card = driver.accept()) {
      exchange(card, "00B09C0004");
      send(card, "00B09C0004");
      assertThat(card.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void letsASilentChipGoWhenItIsTakenAway() throws Exception {
    CompletableFuture<Thread> waiting = new CompletableFuture<>();
    MishapScript silent = MishapScript.empty().at(0, new Mishap.Silent());
    reader.insert(
        specimen("pace-can")
            .chip(
                new CommandInterceptor() {
                  @Override
                  public java.util.Optional<byte[]> exchange(int index, byte[] command, Chip chip) {
                    waiting.complete(Thread.currentThread());
                    return silent.exchange(index, command, chip);
                  }

                  @Override
                  public ChipReply reply(ChipStep step, ChipReply reply) {
                    return silent.reply(step, reply);
                  }

                  @Override
                  public void removed() {
                    silent.removed();
                  }
                }));
    try (Socket card = driver.accept()) {
      card.setSoTimeout(200);
      send(card, "00B09C0004");
      assertThat(isSilent(card)).isTrue();
      reader.remove();
      assertThat(waiting.get().join(Duration.ofSeconds(10))).as("it has ended").isTrue();
    }
  }

  private static boolean isSilent(Socket card) throws IOException {
    try {
      int first = card.getInputStream().read();
      throw new AssertionError("the driver got " + first);
    } catch (java.net.SocketTimeoutException nothing) {
      return true;
    }
  }

  private static SpecimenPassport specimen(String id) {
    return LIBRARY.all().stream()
        .filter(specimen -> specimen.id().equals(id))
        .findFirst()
        .orElseThrow()
        .passport();
  }

  private static void send(Socket card, String message) throws IOException {
    byte[] payload = HexFormat.of().parseHex(message);
    DataOutputStream out = new DataOutputStream(card.getOutputStream());
    out.writeShort(payload.length);
    out.write(payload);
    out.flush();
  }

  private static byte[] exchange(Socket card, String message) throws IOException {
    send(card, message);
    DataInputStream in = new DataInputStream(card.getInputStream());
    byte[] answer = new byte[in.readUnsignedShort()];
    in.readFully(answer);
    return answer;
  }
}
