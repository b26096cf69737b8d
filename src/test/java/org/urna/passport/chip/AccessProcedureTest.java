package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.passport.ReadFailures.assertFailure;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.hardware.CardExchange;
import org.urna.passport.AccessKey;
import org.urna.passport.CardAccessNumber;
import org.urna.passport.CardConnection;
import org.urna.passport.MrzKey;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// Which commands are sent to which card, in which order, and how often.
class AccessProcedureTest {

  private static final MrzKey ZONE = new MrzKey("T22000129", "640812", "101031");
  private static final CardAccessNumber NUMBER = new CardAccessNumber("123456");
  private static final String CARD_ACCESS = "00B09C0000";
  private static final String SELECT = "00A4040C07A0000002471001";
  private static final String CHALLENGE = "0084000008";

  private final Deque<ScriptedCard> cards = new ArrayDeque<>();
  private final Deque<ScriptedCard> closed = new ArrayDeque<>();

  @ParameterizedTest
  @ValueSource(strings = {"6A82", "6982", "6986", "6A86", "6D00", "6E00", "6B00", "6F00", "9000"})
  void saysThatACardWithoutThePassportApplicationIsNoPassport(String toCardAccess) {
    for (String toSelect : List.of("6A82", "6D00", "6E00", "6999", "6283")) {
      for (AccessKey key : List.of(ZONE, NUMBER)) {
        lay(new ScriptedCard().expect(CARD_ACCESS, toCardAccess).expect(SELECT, toSelect));
        assertFailure(() -> open(key), PassportReadFailure.NOT_A_PASSPORT);
        assertThat(closed.getLast().isFinished()).isTrue();
      }
    }
  }

  /// A bank card may answer READ BINARY with whatever file is selected.
  @ParameterizedTest
  @ValueSource(strings = {"6F1A840E", "000000000000", "31", "3102", "31847FFFFFFF00", "7081FF"})
  void saysSoThoughTheCardAnswersTheFirstReadWithAnything(String content) {
    lay(
        new ScriptedCard()
            .expect(CARD_ACCESS, content + "9000")
            .expect("*", "6A82")
            .expect("*", "6A82"));
    assertFailure(() -> open(ZONE), PassportReadFailure.NOT_A_PASSPORT);
  }

  @Test
  void saysThatAnIdentityCardThatSpeaksPaceIsNoPassport() throws Exception {
    ReaderExample example = new ReaderExample("pace-g1");
    ScriptedCard card = new ScriptedCard();
    card.expect(CARD_ACCESS, example.text("card.access") + "9000");
    for (String step : ReaderExample.STEPS) {
      card.expect(example.text("command." + step), example.text("response." + step));
    }
    card.expect("*", securedRefusal(example));
    lay(card);
    assertFailure(
        () -> new AccessProcedure(new Cards(), example.random()).gain(example.key()),
        PassportReadFailure.NOT_A_PASSPORT);
    assertThat(card.isFinished()).isTrue();
    assertThat(card.seen().getLast()).startsWith("0CA4040C");
  }

  @Test
  void closesTheCardBeforeItTakesItAgain() throws Exception {
    ReaderExample example = new ReaderExample("pace-g1");
    ScriptedCard first =
        new ScriptedCard()
            .expect(CARD_ACCESS, example.text("card.access") + "9000")
            .expect(example.text("command.choose"), "6D00");
    ScriptedCard second = new ScriptedCard().expect(SELECT, "9000").expect(CHALLENGE, "6D00");
    lay(first);
    lay(second);
    assertFailure(() -> open(ZONE), PassportReadFailure.ACCESS_UNSUPPORTED);
    assertThat(closed).containsExactly(first, second);
    assertThat(second.isFinished()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"63C0, KEY_BLOCKED", "6983, KEY_BLOCKED", "63C1, KEY_REFUSED"})
  void namesAChipThatWillTakeNoFurtherKey(String statusWord, PassportReadFailure expected) {
    lay(
        new ScriptedCard()
            .expect(CARD_ACCESS, "6A82")
            .expect(SELECT, "9000")
            .expect(CHALLENGE, "01020304050607089000")
            .expect("*", statusWord));
    assertFailure(() -> open(ZONE), expected);
  }

  @Test
  void followsALengthThatTheChipNames() {
    lay(
        new ScriptedCard()
            .expect(CARD_ACCESS, "6C10")
            .expect("00B09C0010", "6A82")
            .expect(SELECT, "6A82"));
    assertFailure(() -> open(ZONE), PassportReadFailure.NOT_A_PASSPORT);
    assertThat(closed.getLast().isFinished()).isTrue();
  }

  private void open(AccessKey key) throws PassportReadException {
    new AccessProcedure(new Cards(), new SecureRandom()).gain(key);
  }

  private void lay(ScriptedCard card) {
    cards.addLast(card);
  }

  /// SELECT answered with 6A82 under the keys of the example, by a card of our own.
  private static String securedRefusal(ReaderExample example) throws Exception {
    return java.util.HexFormat.of()
        .formatHex(
            new SecuredAnswers(example.bytes("ks.enc"), example.bytes("ks.mac"))
                .next(new byte[0], 0x6A82));
  }

  private final class Cards implements AccessProcedure.Connecting {
    @Override
    public CountingConnection connect() {
      ScriptedCard card = cards.removeFirst();
      CardConnection noted =
          new CardConnection() {
            @Override
            public byte[] transmit(byte[] command) throws PassportReadException {
              return card.transmit(command);
            }

            @Override
            public void close() {
              closed.addLast(card);
            }
          };
      return new CountingConnection(
          noted, org.urna.passport.ApduObserver.none(), System::nanoTime, 0);
    }

    @Override
    public CountingConnection connectAgain(CountingConnection before) {
      assertThat(closed).as("the card is let go first").isNotEmpty();
      return connect();
    }

    @Override
    public CardExchange exchange(CountingConnection connection) {
      return CardExchange.SHORT;
    }
  }
}
