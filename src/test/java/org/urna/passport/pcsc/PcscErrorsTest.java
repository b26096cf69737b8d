package org.urna.passport.pcsc;

import static org.assertj.core.api.Assertions.assertThat;

import javax.smartcardio.CardException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.urna.passport.PassportReadFailure;

class PcscErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "SCARD_W_REMOVED_CARD, LOST_CONTACT",
    "SCARD_W_RESET_CARD, LOST_CONTACT",
    "SCARD_E_NOT_TRANSACTED, LOST_CONTACT",
    "SCARD_E_NO_SMARTCARD, NO_CARD",
    "SCARD_E_SHARING_VIOLATION, READER_BUSY",
    "SCARD_E_READER_UNAVAILABLE, READER_GONE",
    "SCARD_E_NO_SERVICE, READER_GONE",
    "SCARD_E_PROTO_MISMATCH, NOT_A_PASSPORT",
    "SCARD_E_SOMETHING_NEW, LOST_CONTACT",
    "something without a code, LOST_CONTACT"
  })
  void namesWhatADriverSaysAndNeverAccusesTheChip(String code, PassportReadFailure expected) {
    CardException error = new CardException("transmit() failed", new IllegalStateException(code));
    assertThat(PcscErrors.translate(error).failure()).isEqualTo(expected);
  }
}
