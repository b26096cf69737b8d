package org.urna.kiosk.warmup;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.urna.election.Bytes;
import org.urna.election.StateCertificate;

/// The file of a [ChipRecording]. All numbers are big-endian, a text is its length in one byte and
/// printable ASCII, a string of bytes its length in two and the bytes.
///
/// | what | form |
/// |---|---|
/// | magic | `URNAWARM` |
/// | version, 1 | one byte |
/// | circuit, state, document number, birth date, expiry date | texts |
/// | the day, in days since 1970 | four bytes |
/// | anchors, signers | each: count in one byte, certificates as strings of bytes |
/// | random bytes, answer to reset | strings of bytes |
/// | exchanges | count in two bytes; command and response of each as strings of bytes |
///
/// Nothing follows. A file of another version is refused: it is made anew by every build.
final class RecordingFile {
  static final int MOST_BYTES = 64 * 1024;

  private static final byte[] MAGIC = "URNAWARM".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;

  private final ByteBuffer in;

  private RecordingFile(ByteBuffer in) {
    this.in = in;
  }

  static byte[] encode(ChipRecording recording) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(MAGIC);
      out.writeByte(VERSION);
      NobodysPage page = recording.page();
      for (String text :
          List.of(
              recording.circuit(),
              recording.state(),
              page.documentNumber(),
              page.birthDate(),
              page.expiryDate())) {
        out.writeByte(text.length());
        out.write(text.getBytes(StandardCharsets.US_ASCII));
      }
      out.writeInt(Math.toIntExact(recording.day().toEpochDay()));
      for (List<StateCertificate> certificates :
          List.of(recording.anchors(), recording.signers())) {
        out.writeByte(certificates.size());
        for (StateCertificate each : certificates) {
          write(out, each.der());
        }
      }
      write(out, recording.random());
      write(out, recording.answerToReset());
      out.writeShort(recording.exchanges().size());
      for (ChipRecording.Exchange each : recording.exchanges()) {
        write(out, each.command());
        write(out, each.response());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    if (bytes.size() > MOST_BYTES) {
      throw new IllegalStateException("a recording of " + bytes.size() + " bytes");
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Bytes bytes) throws IOException {
    out.writeShort(bytes.size());
    out.write(bytes.toByteArray());
  }

  static ChipRecording parse(byte[] file) throws RecordingException {
    if (file.length > MOST_BYTES) {
      throw new RecordingException("a recording is no longer than " + MOST_BYTES + " bytes");
    }
    try {
      return new RecordingFile(ByteBuffer.wrap(file)).recording();
    } catch (BufferUnderflowException e) {
      throw new RecordingException("the recording ends too early", e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new RecordingException("the recording is malformed: " + e.getMessage(), e);
    }
  }

  private ChipRecording recording() throws RecordingException {
    byte[] magic = new byte[MAGIC.length];
    in.get(magic);
    if (!Arrays.equals(magic, MAGIC) || in.get() != VERSION) {
      throw new RecordingException("this is no recording of version " + VERSION);
    }
    String circuit = text();
    String state = text();
    NobodysPage page = new NobodysPage(text(), text(), text());
    LocalDate day = LocalDate.ofEpochDay(in.getInt());
    List<StateCertificate> anchors = certificates(state);
    List<StateCertificate> signers = certificates(state);
    Bytes random = bytes();
    Bytes answerToReset = bytes();
    List<ChipRecording.Exchange> exchanges = exchanges();
    if (in.hasRemaining()) {
      throw new RecordingException("something follows the recording");
    }
    return new ChipRecording(
        circuit, day, page, anchors, signers, random, answerToReset, exchanges);
  }

  private String text() throws RecordingException {
    byte[] text = new byte[Byte.toUnsignedInt(in.get())];
    in.get(text);
    for (byte each : text) {
      if (each < ' ' || each > '~') {
        throw new RecordingException("a text of the recording is not printable");
      }
    }
    return new String(text, StandardCharsets.US_ASCII);
  }

  private Bytes bytes() {
    byte[] bytes = new byte[Short.toUnsignedInt(in.getShort())];
    in.get(bytes);
    return Bytes.of(bytes);
  }

  private List<StateCertificate> certificates(String state) {
    int count = Byte.toUnsignedInt(in.get());
    List<StateCertificate> certificates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      certificates.add(new StateCertificate(state, bytes()));
    }
    return certificates;
  }

  private List<ChipRecording.Exchange> exchanges() {
    int count = Short.toUnsignedInt(in.getShort());
    List<ChipRecording.Exchange> exchanges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      exchanges.add(new ChipRecording.Exchange(bytes(), bytes()));
    }
    return exchanges;
  }
}
