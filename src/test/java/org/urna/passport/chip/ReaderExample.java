package org.urna.passport.chip;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.util.BigIntegers;
import org.urna.passport.AccessKey;
import org.urna.passport.CardAccessNumber;
import org.urna.passport.MrzKey;
import org.urna.practice.card.FixedRandom;
import org.urna.practice.card.WorkedExample;

/// A worked example of PACE, seen from the reader: the key, the numbers it draws, and a card that
/// expects its commands.
final class ReaderExample {

  static final List<String> STEPS = List.of("choose", "nonce", "map", "agree", "authenticate");

  private static final WorkedExample READER = new WorkedExample("pace-reader");

  private final String name;
  private final WorkedExample example;

  ReaderExample(String name) {
    this.name = name;
    this.example = new WorkedExample(name);
  }

  byte[] bytes(String key) {
    return example.bytes(key);
  }

  String text(String key) {
    return example.find(key).orElseGet(() -> READER.text(name + "." + key));
  }

  PaceInfo info() throws Exception {
    return CardAccess.parse(bytes("card.access")).best(false).orElseThrow();
  }

  AccessKey key() {
    return example
        .find("card.access.number")
        .<AccessKey>map(CardAccessNumber::new)
        .orElseGet(
            () -> {
              String zone = text("mrz.information");
              return new MrzKey(
                  zone.substring(0, 9), zone.substring(10, 16), zone.substring(17, 23));
            });
  }

  /// What the example's reader draws, in the order in which it is drawn.
  FixedRandom random() throws Exception {
    byte[] agreement = HexFormat.of().parseHex(text("random.agreement"));
    if (PaceGroup.of(info()) instanceof PacePrimeField field) {
      agreement =
          BigIntegers.asUnsignedByteArray(
              (field.order().bitLength() + 7) / 8, new BigInteger(1, agreement).mod(field.order()));
    }
    return new FixedRandom(HexFormat.of().parseHex(text("random.mapping")), agreement);
  }

  /// The example's card.
  ScriptedCard card() {
    return cardAnswering("", "");
  }

  /// The example's card, which answers one step otherwise and expects nothing after it.
  ScriptedCard cardAnswering(String step, String answer) {
    ScriptedCard card = new ScriptedCard();
    for (String each : STEPS) {
      boolean last = each.equals(step);
      card.expect(text("command." + each), last ? answer : text("response." + each));
      if (last) {
        break;
      }
    }
    return card;
  }

  Pace pace(ScriptedCard card) throws Exception {
    return new Pace(new ChipChannel(card), info(), random(), 256);
  }

  /// The chip's element in the answer to `map` or `agree`.
  byte[] chipElement(String step) throws Exception {
    byte[] answer = bytes("response." + step);
    int length = answer.length - 2;
    int prime = (PaceGroup.of(info()).prime().bitLength() + 7) / 8;
    int element = info().agreement() == PaceInfo.Agreement.ECDH ? 1 + 2 * prime : prime;
    return Arrays.copyOfRange(answer, length - element, length);
  }
}
