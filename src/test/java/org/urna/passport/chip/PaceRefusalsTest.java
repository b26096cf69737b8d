package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// The worked examples of ICAO 9303-11 with one answer of the chip made wrong: nothing is sent
/// after it, and the failure is named.
class PaceRefusalsTest {

  @ParameterizedTest
  @CsvSource({
    "choose, 6A80",
    "choose, 6A87",
    "choose, 6A88",
    "choose, 6D00",
    "choose, 6E00",
    "choose, 6985",
    "nonce, 6A80",
    "nonce, 6A88",
    "nonce, 6982",
    "nonce, 6985",
    "nonce, 6F00",
    "nonce, 6700",
    "map, 6A80",
    "map, 6982",
    "map, 6985",
    "map, 6F00",
    "map, 6282",
    "agree, 6A80",
    "agree, 6982",
    "agree, 6985",
    "agree, 6F00",
    "agree, 6883"
  })
  void callsAnErrorBeforeTheKeyWasTestedADecline(String step, String statusWord) throws Exception {
    for (String name : List.of("pace-g1", "pace-g2", "pace-h1", "pace-h2", "pace-i1")) {
      ReaderExample example = new ReaderExample(name);
      ScriptedCard card = example.cardAnswering(step, statusWord);
      boolean asksAgain = step.equals("choose") && statusWord.startsWith("6A8");
      if (asksAgain) {
        card.expect("*", statusWord);
      }
      assertThatThrownBy(() -> example.pace(card).open(example.key(), false))
          .isInstanceOf(PaceDeclinedException.class)
          .hasMessageContaining(statusWord);
      assertThat(card.isFinished()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "choose, 6983, KEY_BLOCKED",
    "choose, 6984, KEY_BLOCKED",
    "choose, 63C0, KEY_BLOCKED",
    "nonce, 6983, KEY_BLOCKED",
    "map, 63C0, KEY_BLOCKED",
    "agree, 6984, KEY_BLOCKED",
    "nonce, 6300, KEY_REFUSED",
    "agree, 63C2, KEY_REFUSED",
    "authenticate, 6300, KEY_REFUSED",
    "authenticate, 63C2, KEY_REFUSED",
    "authenticate, 63C1, KEY_REFUSED",
    "authenticate, 6982, KEY_REFUSED",
    "authenticate, 6985, KEY_REFUSED",
    "authenticate, 6988, KEY_REFUSED",
    "authenticate, 6A80, KEY_REFUSED",
    "authenticate, 63C0, KEY_BLOCKED",
    "authenticate, 6983, KEY_BLOCKED",
    "authenticate, 6984, KEY_BLOCKED",
    "authenticate, 6F00, PROTOCOL_ERROR",
    "authenticate, 6700, PROTOCOL_ERROR",
    "authenticate, 6D00, PROTOCOL_ERROR",
    "authenticate, 9000, PROTOCOL_ERROR"
  })
  void namesWhatAChipSaysToTheKey(String step, String statusWord, PassportReadFailure expected)
      throws Exception {
    for (String name : List.of("pace-g1", "pace-g2", "pace-h1", "pace-h2", "pace-i1")) {
      assertFailure(new ReaderExample(name), step, statusWord, expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nonce, 9000", // nothing
    "nonce, 7C009000",
    "nonce, 7C12811095A3A016522EE98D01E76CB6B98B42C39000", // another tag
    "nonce, 7D12801095A3A016522EE98D01E76CB6B98B42C39000",
    "nonce, 801095A3A016522EE98D01E76CB6B98B42C39000", // without its frame
    "nonce, 7C12801195A3A016522EE98D01E76CB6B98B42C39000", // longer than it is
    "nonce, 7C13801095A3A016522EE98D01E76CB6B98B42C39000",
    "nonce, 7C12801095A3A016522EE98D01E76CB6B98B42C3009000", // something behind it
    "nonce, 7C14801095A3A016522EE98D01E76CB6B98B42C381009000", // and beside it
    "nonce, 7C80801095A3A016522EE98D01E76CB6B98B42C300009000", // indefinite
    "nonce, 7C847FFFFFFF801095A3A016522EE98D01E76CB6B98B42C39000",
    "nonce, 7C0A800895A3A016522EE98D9000", // too short
    "nonce, 7C0280009000",
    "nonce, 7C13801195A3A016522EE98D01E76CB6B98B42C3009000",
    "nonce, 7C2B802900000000000000000000000000000000000000000000000000000000000000000000000000000000009000",
    "map, 9000",
    "map, 7C009000",
    "map, 7C0282009000",
    "map, 00",
    "agree, 9000",
    "agree, 7C009000",
    "agree, 7C0284009000",
    "agree, 7C0384019000",
    "authenticate, 7C009000",
    "authenticate, 7C0286009000",
    "authenticate, 7C0986073ABB9674BCE93C9000", // seven bytes
    "authenticate, 7C0B86093ABB9674BCE93C08009000",
    "authenticate, 7C0A85083ABB9674BCE93C089000", // our own tag
    "authenticate, 7C1486083ABB9674BCE93C0886083ABB9674BCE93C089000", // twice
    "authenticate, 7C0C86083ABB9674BCE93C088A009000", // for another mapping
    "authenticate, 7C0C86083ABB9674BCE93C0881009000"
  })
  void refusesAnswersThatAreNotFormedAsTheyMust(String step, String answer) throws Exception {
    assertFailure(new ReaderExample("pace-g1"), step, answer, PassportReadFailure.PROTOCOL_ERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7C0382010A9000", "7C0281009000", "7C04820082009000", "7C0A9000"})
  void refusesMappingDataWhereNoneBelongs(String answer) throws Exception {
    assertFailure(new ReaderExample("pace-h1"), "map", answer, PassportReadFailure.PROTOCOL_ERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9000", "7C009000", "7C0282009000"})
  void takesIntegratedMappingsEmptyAnswerInEveryForm(String answer) throws Exception {
    ReaderExample example = new ReaderExample("pace-h1");
    ScriptedCard card = new ScriptedCard();
    for (String step : ReaderExample.STEPS) {
      String usual = example.text("response." + step);
      card.expect(example.text("command." + step), step.equals("map") ? answer : usual);
    }
    example.pace(card).open(example.key(), false);
    assertThat(card.isFinished()).isTrue();
  }

  @Test
  void ignoresNamesOfCertificationAuthoritiesBesideTheToken() throws Exception {
    ReaderExample example = new ReaderExample("pace-g2");
    ScriptedCard card =
        example.cardAnswering(
            "authenticate", "7C1B8608917F37B5C0E6D8D1870F4445544553544356434130303030339000");
    example.pace(card).open(example.key(), false);
    assertThat(card.isFinished()).isTrue();
  }

  static Stream<String> curveExamples() {
    return Stream.of("pace-g1 map 82", "pace-g1 agree 84", "pace-h1 agree 84", "pace-i1 map 82");
  }

  @ParameterizedTest
  @MethodSource("curveExamples")
  void refusesEverythingThatIsNoPointOfTheCurve(String where) throws Exception {
    String[] parts = where.split(" ");
    ReaderExample example = new ReaderExample(parts[0]);
    byte[] good = example.chipElement(parts[1]);
    List<byte[]> bad = new ArrayList<>();
    byte[] offCurve = good.clone();
    offCurve[offCurve.length - 1] ^= 1;
    bad.add(offCurve);
    byte[] compressed = Arrays.copyOf(good, 33);
    compressed[0] = (byte) (2 + (good[64] & 1));
    bad.add(compressed);
    byte[] hybrid = good.clone();
    hybrid[0] = (byte) (6 + (good[64] & 1));
    bad.add(hybrid);
    bad.add(new byte[] {0}); // the point at infinity
    bad.add(new byte[65]);
    byte[] zero = new byte[65];
    zero[0] = 4;
    bad.add(zero);
    bad.add(Arrays.copyOf(good, 64));
    bad.add(Arrays.copyOf(good, 66));
    BigInteger p = PaceGroup.of(example.info()).prime();
    byte[] beyond = good.clone(); // x + p, which is the same number modulo p
    byte[] shifted =
        BigIntegers.asUnsignedByteArray(new BigInteger(1, Arrays.copyOfRange(good, 1, 33)).add(p));
    if (shifted.length == 32) {
      System.arraycopy(shifted, 0, beyond, 1, 32);
      bad.add(beyond);
    }
    byte[] pAsX = good.clone();
    System.arraycopy(BigIntegers.asUnsignedByteArray(32, p), 0, pAsX, 1, 32);
    bad.add(pAsX);
    for (byte[] element : bad) {
      assertFailure(
          example, parts[1], answer(parts[2], element), PassportReadFailure.PROTOCOL_ERROR);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pace-g2 map 82", "pace-g2 agree 84", "pace-h2 agree 84"})
  void refusesNumbersOutsideTheSubgroup(String where) throws Exception {
    String[] parts = where.split(" ");
    ReaderExample example = new ReaderExample(parts[0]);
    PacePrimeField field = (PacePrimeField) PaceGroup.of(example.info());
    BigInteger p = field.prime();
    for (BigInteger bad :
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.TWO, // of another order
            p.subtract(BigInteger.ONE), // of order two
            p,
            p.add(new BigInteger(1, example.chipElement(parts[1]))))) {
      assertFailure(
          example,
          parts[1],
          answer(parts[2], BigIntegers.asUnsignedByteArray(bad)),
          PassportReadFailure.PROTOCOL_ERROR);
    }
    assertFailure(
        example, parts[1], answer(parts[2], new byte[0]), PassportReadFailure.PROTOCOL_ERROR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pace-g1 map 82",
        "pace-g1 agree 84",
        "pace-g2 map 82",
        "pace-g2 agree 84",
        "pace-h1 agree 84",
        "pace-h2 agree 84",
        "pace-i1 agree 84"
      })
  void refusesItsOwnKeySentBack(String where) throws Exception {
    String[] parts = where.split(" ");
    ReaderExample example = new ReaderExample(parts[0]);
    byte[] command = example.bytes("command." + parts[1]);
    int length = example.chipElement(parts[1]).length;
    byte[] ours = Arrays.copyOfRange(command, command.length - 1 - length, command.length - 1);
    assertThatThrownBy(
            () ->
                example
                    .pace(example.cardAnswering(parts[1], answer(parts[2], ours)))
                    .open(example.key(), false))
        .isInstanceOf(PassportReadException.class)
        .hasMessageContaining("own public key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pace-g1", "pace-g2", "pace-h1", "pace-h2", "pace-i1"})
  void refusesOneBitChangesAllOverTheToken(String name) throws Exception {
    ReaderExample example = new ReaderExample(name);
    byte[] response = example.bytes("response.authenticate");
    for (int bit = 0; bit < 64; bit += 5) {
      byte[] changed = response.clone();
      changed[4 + bit / 8] ^= (byte) (1 << (bit % 8));
      assertFailure(
          example,
          "authenticate",
          HexFormat.of().formatHex(changed),
          PassportReadFailure.KEY_REFUSED);
    }
  }

  @Test
  void refusesItsOwnTokenSentBack() throws Exception {
    ReaderExample example = new ReaderExample("pace-g1");
    String token = example.text("command.authenticate").substring(18, 34);
    assertFailure(
        example, "authenticate", "7C0A8608" + token + "9000", PassportReadFailure.KEY_REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"6A80", "6A87", "6A88"})
  void namesTheParametersToAChipThatWantsThem(String statusWord) throws Exception {
    ReaderExample example = new ReaderExample("pace-g1");
    ScriptedCard card = new ScriptedCard();
    card.expect(example.text("command.choose"), statusWord);
    card.expect("0022C1A412800A04007F0007020204020283010184010D", "9000");
    for (String step : ReaderExample.STEPS.subList(1, 5)) {
      card.expect(example.text("command." + step), example.text("response." + step));
    }
    example.pace(card).open(example.key(), false);
    assertThat(card.isFinished()).isTrue();
  }

  @Test
  void namesTheParametersAtOnceWhereSeveralAreOffered() throws Exception {
    ReaderExample example = new ReaderExample("pace-g1");
    ScriptedCard card = new ScriptedCard();
    card.expect("0022C1A412800A04007F0007020204020283010184010D", "63C2"); // a warning only
    for (String step : ReaderExample.STEPS.subList(1, 5)) {
      card.expect(example.text("command." + step), example.text("response." + step));
    }
    example.pace(card).open(example.key(), true);
    assertThat(card.isFinished()).isTrue();
  }

  @Test
  void keepsTheCardsDepartureApartFromItsRefusal() throws Exception {
    for (String step : ReaderExample.STEPS) {
      assertFailure(new ReaderExample("pace-g1"), step, "", PassportReadFailure.LOST_CONTACT);
    }
  }

  private static String answer(String tag, byte[] element) {
    byte[] data = DataObject.encode(0x7C, DataObject.encode(Integer.parseInt(tag, 16), element));
    return HexFormat.of().formatHex(data) + "9000";
  }

  private static void assertFailure(
      ReaderExample example, String step, String answer, PassportReadFailure expected)
      throws Exception {
    ScriptedCard card = example.cardAnswering(step, answer);
    assertThatThrownBy(() -> example.pace(card).open(example.key(), false))
        .as(step + " " + answer)
        .isInstanceOfSatisfying(
            PassportReadException.class, e -> assertThat(e.failure()).isEqualTo(expected));
    assertThat(card.isFinished()).isTrue();
  }
}
