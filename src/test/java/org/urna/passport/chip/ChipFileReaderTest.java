package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.passport.ReadFailures.assertFailure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.passport.CardConnection;
import org.urna.passport.ChipFile;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// Files as odd and hostile chips give them out, in the clear so that a test can write them.
class ChipFileReaderTest {

  private static final byte[] DATA_GROUP_1 = dataGroup1();

  private final List<String> sent = new ArrayList<>();
  private byte[] pending = {};

  @Test
  void readsAFileInOneCommandWhenItFits() throws Exception {
    assertThat(read(file(DATA_GROUP_1), 7_900)).isEqualTo(DATA_GROUP_1);
    assertThat(sent).containsExactly("00B0810000");
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 46, 92, 93, 94, 223})
  void readsTheSameFileInBlocksOfAnySize(int block) throws Exception {
    assertThat(read(file(DATA_GROUP_1), block)).isEqualTo(DATA_GROUP_1);
    assertThat(sent).hasSize((93 + block - 1) / block);
  }

  @Test
  void readsAChipThatGivesOneByteAtATime() throws Exception {
    Chip stingy =
        (offset, ne) ->
            offset < 2
                ? ok(Arrays.copyOfRange(DATA_GROUP_1, offset, 2))
                : ok(Arrays.copyOfRange(DATA_GROUP_1, offset, offset + 1));
    assertThat(read(stingy, 223)).isEqualTo(DATA_GROUP_1);
    assertThat(sent).hasSize(92);
  }

  @Test
  void leavesBytesBehindTheFilesEndOnTheChip() throws Exception {
    byte[] padded = Arrays.copyOf(DATA_GROUP_1, 200);
    assertThat(read(file(padded), 223)).isEqualTo(DATA_GROUP_1);
  }

  @Test
  void asksAChipWithoutShortIdentifiersInTheOlderWayAndRemembersIt() throws Exception {
    ChipFileReader reader =
        new ChipFileReader(
            new ChipChannel(
                connection(
                    (header, ne) -> {
                      if (header.startsWith("00A4")) {
                        return sw(0x9000);
                      }
                      return header.startsWith("00B08") ? sw(0x6A86) : ok(DATA_GROUP_1);
                    })),
            223);
    assertThat(reader.read(ChipFile.DATA_GROUP_1)).isEqualTo(DATA_GROUP_1);
    assertThat(reader.read(ChipFile.DATA_GROUP_1)).isEqualTo(DATA_GROUP_1);
    assertThat(sent)
        .containsExactly(
            "00B08100DF", "00A4020C020101", "00B00000DF", "00A4020C020101", "00B00000DF");
  }

  @Test
  void asksForLessWhenTheChipRefusesALongBlock() throws Exception {
    Chip careful = (offset, ne) -> ne > 255 ? sw(0x6700) : file(DATA_GROUP_1).answer(offset, ne);
    assertThat(read(careful, 7_900)).isEqualTo(DATA_GROUP_1);
    assertThat(sent).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "6A82, FILE_MISSING",
    "6982, FILE_MISSING",
    "6F00, PROTOCOL_ERROR",
    "6700, PROTOCOL_ERROR",
    "9000, FILE_MALFORMED", // an empty block
    "6282, FILE_MALFORMED",
    "61847FFFFFFF9000, FILE_TOO_LARGE", // two gigabytes
    "6184FFFFFFFF9000, FILE_TOO_LARGE", // a negative length
    "61FE9000, FILE_TOO_LARGE", // 126 length bytes
    "61809000, FILE_MALFORMED", // indefinite
    "75059000, FILE_MALFORMED", // another data group
    "619000, FILE_MALFORMED" // one byte
  })
  void namesWhatIsWrongWithTheFirstBlock(String response, PassportReadFailure expected) {
    Chip chip = (offset, ne) -> HexFormat.of().parseHex(response);
    assertFailure(() -> read(chip, 223), expected);
    assertThat(sent).hasSizeLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "9000, FILE_MALFORMED", // an empty block, for ever
    "6282, FILE_MALFORMED",
    "6B00, PROTOCOL_ERROR",
    "6982, FILE_MISSING"
  })
  void namesWhatIsWrongWithALaterBlock(String response, PassportReadFailure expected) {
    Chip chip =
        (offset, ne) ->
            offset == 0 ? ok(Arrays.copyOf(DATA_GROUP_1, 40)) : HexFormat.of().parseHex(response);
    assertFailure(() -> read(chip, 223), expected);
    assertThat(sent).hasSize(2);
  }

  @Test
  void followsTheLengthThatAChipNames() throws Exception {
    Chip exact =
        (offset, ne) -> {
          int left = DATA_GROUP_1.length - offset;
          return ne > left ? sw(0x6C00 | left) : file(DATA_GROUP_1).answer(offset, ne);
        };
    assertThat(read(exact, 223)).isEqualTo(DATA_GROUP_1);
    assertThat(sent).containsExactly("00B08100DF", "00B081005D");
    assertThat(read(exact, 40)).isEqualTo(DATA_GROUP_1);
    assertThat(sent).containsExactly("00B0810028", "00B0002828", "00B000500D");
  }

  @Test
  void followsANamedLengthInTheMiddleOfAFile() throws Exception {
    Chip moody =
        (offset, ne) -> offset > 0 && ne > 20 ? sw(0x6C14) : file(DATA_GROUP_1).answer(offset, ne);
    assertThat(read(moody, 40)).isEqualTo(DATA_GROUP_1);
    Chip looping = (offset, ne) -> offset > 0 ? sw(0x6C14) : file(DATA_GROUP_1).answer(0, ne);
    assertFailure(() -> read(looping, 40), PassportReadFailure.PROTOCOL_ERROR);
    Chip greedy = (offset, ne) -> offset > 0 ? sw(0x6CFF) : file(DATA_GROUP_1).answer(0, ne);
    assertFailure(() -> read(greedy, 40), PassportReadFailure.PROTOCOL_ERROR);
    assertThat(sent).hasSize(2);
  }

  @Test
  void asksForLessInTheMiddleOfAFile() throws Exception {
    byte[] long14 = new byte[1_000];
    System.arraycopy(HexFormat.of().parseHex("6E8203E4"), 0, long14, 0, 4);
    Chip tired =
        (offset, ne) -> offset > 0 && ne > 112 ? sw(0x6700) : file(long14).answer(offset, ne);
    assertThat(read(tired, 250, ChipFile.DATA_GROUP_14)).isEqualTo(long14);
    // The first block, a refused one of each larger size, and the rest in the smallest.
    assertThat(sent).hasSizeLessThan(15);
  }

  @Test
  void takesAFileThatComesInPieces() throws Exception {
    Chip pieces =
        (offset, ne) -> {
          byte[] whole = file(DATA_GROUP_1).answer(offset, ne);
          byte[] first = Arrays.copyOf(whole, 42);
          first[40] = 0x61;
          first[41] = (byte) (whole.length - 42);
          pending = Arrays.copyOfRange(whole, 40, whole.length);
          return first;
        };
    assertThat(read(pieces, 223)).isEqualTo(DATA_GROUP_1);
    assertThat(sent).containsExactly("00B08100DF", "00C0000035");
  }

  @Test
  void refusesMoreThanWasAskedFor() {
    Chip generous = (offset, ne) -> ok(Arrays.copyOf(DATA_GROUP_1, 93));
    assertFailure(() -> read(generous, 16), PassportReadFailure.FILE_MALFORMED);
    Chip later = (offset, ne) -> ok(offset == 0 ? Arrays.copyOf(DATA_GROUP_1, 40) : new byte[200]);
    assertFailure(() -> read(later, 223), PassportReadFailure.FILE_MALFORMED);
  }

  private byte[] read(Chip chip, int block) throws PassportReadException {
    return read(chip, block, ChipFile.DATA_GROUP_1);
  }

  private byte[] read(Chip chip, int block, ChipFile file) throws PassportReadException {
    sent.clear();
    CardConnection connection =
        connection(
            (header, ne) -> {
              int p1 = Integer.parseInt(header.substring(4, 6), 16);
              int p2 = Integer.parseInt(header.substring(6, 8), 16);
              if (header.startsWith("00A4")) {
                return sw(0x6A82);
              }
              if (header.startsWith("00C0")) {
                return pending;
              }
              return chip.answer((p1 & 0x80) != 0 ? p2 : (p1 << 8) | p2, ne);
            });
    return new ChipFileReader(new ChipChannel(connection), block).read(file);
  }

  private CardConnection connection(Answering answering) {
    return new CardConnection() {
      @Override
      public byte[] transmit(byte[] command) {
        String hex = HexFormat.of().withUpperCase().formatHex(command);
        sent.add(hex);
        int le = command.length == 5 ? command[4] & 0xFF : 0;
        return answering.answer(hex.substring(0, 8), le == 0 ? 256 : le);
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }

  private static Chip file(byte[] content) {
    return (offset, ne) ->
        ok(Arrays.copyOfRange(content, offset, Math.min(content.length, offset + ne)));
  }

  private static byte[] dataGroup1() {
    byte[] file = new byte[93];
    Arrays.fill(file, (byte) '<');
    System.arraycopy(HexFormat.of().parseHex("615B5F1F58"), 0, file, 0, 5);
    return file;
  }

  private static byte[] ok(byte[] data) {
    byte[] response = Arrays.copyOf(data, data.length + 2);
    response[data.length] = (byte) 0x90;
    return response;
  }

  private static byte[] sw(int statusWord) {
    return new byte[] {(byte) (statusWord >> 8), (byte) statusWord};
  }

  private interface Chip {
    byte[] answer(int offset, int ne);
  }

  private interface Answering {
    byte[] answer(String header, int ne);
  }
}
