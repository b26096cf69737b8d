package org.urna.flow.voter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.urna.flow.SampleStates;
import org.urna.flow.voter.KeyDraft.Check;

/// Vectors: the specimen of ICAO Doc 9303-4, appendix A.
class KeyDraftTest {
  @Test
  void theSpecimenOfTheStandardIsRight() {
    KeyDraft draft = SampleStates.completeDraft();
    assertThat(draft.isComplete()).isTrue();
    try (TypedKey key = draft.toKey()) {
      assertThat(key.documentNumber()).hasToString("L898902C3");
      assertThat(key.birthDate()).hasToString("740812");
      assertThat(key.expiryDate()).hasToString("120415");
    }
  }

  @Test
  void everySingleWrongDigitIsFound() {
    String right = "L898902C36";
    for (int i = 0; i < right.length(); i++) {
      for (char c = '0'; c <= '9'; c++) {
        if (c == right.charAt(i)) {
          continue;
        }
        String wrong = right.substring(0, i) + c + right.substring(i + 1);
        KeyDraft draft = SampleStates.draft(wrong, "", "");
        // Modulo 10 a letter is the digit of its value: C (12) for 2 cannot be found.
        if (Character.getNumericValue(right.charAt(i)) % 10 == c - '0') {
          continue;
        }
        assertThat(draft.check(KeyField.DOCUMENT_NUMBER)).as(wrong).isEqualTo(Check.WRONG);
      }
    }
  }

  @Test
  void aDateThatIsNoneIsWrongEvenWithItsCheckDigit() {
    assertThat(SampleStates.draft("", "7413124", "").check(KeyField.BIRTH_DATE))
        .isEqualTo(Check.WRONG);
  }

  @Test
  void aRightFieldHandsOverToTheNext() {
    KeyDraft draft = KeyDraft.empty();
    for (char c : "L898902C3".toCharArray()) {
      draft = draft.type(c);
      assertThat(draft.active()).isEqualTo(KeyField.DOCUMENT_NUMBER);
    }
    assertThat(draft.type('6').active()).isEqualTo(KeyField.BIRTH_DATE);
    assertThat(draft.type('5').active()).isEqualTo(KeyField.DOCUMENT_NUMBER);
  }

  @Test
  void smallLettersAreTakenAsLargeOnesAndForeignCharactersNotAtAll() {
    assertThat(KeyDraft.empty().type('l').typed(KeyField.DOCUMENT_NUMBER)).containsExactly('L');
    KeyDraft empty = KeyDraft.empty();
    for (char c : new char[] {'ж', ' ', '-', '\n', 'é'}) {
      assertThat(empty.type(c)).isSameAs(empty);
    }
    KeyDraft expiry = empty.at(KeyField.EXPIRY_DATE);
    assertThat(expiry.type('A')).isSameAs(expiry);
    assertThat(expiry.type('<')).isSameAs(expiry);
  }

  @Test
  void erasingAndAFullFieldDoNoHarm() {
    KeyDraft full = SampleStates.draft("L898902C37", "", "").at(KeyField.DOCUMENT_NUMBER);
    assertThat(full.type('1')).isSameAs(full);
    assertThat(full.erase().typed(KeyField.DOCUMENT_NUMBER)).hasSize(9);
    KeyDraft empty = KeyDraft.empty();
    assertThat(empty.erase()).isSameAs(empty);
  }

  @Test
  void aWipedDraftHoldsNothingAndCanStillBeShown() {
    KeyDraft draft = SampleStates.completeDraft();
    draft.close();
    assertThat(draft.isWiped()).isTrue();
    assertThat(draft.check(KeyField.DOCUMENT_NUMBER)).isEqualTo(Check.INCOMPLETE);
    assertThat(draft.isComplete()).isFalse();
    assertThatThrownBy(draft::toKey).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void itsTextTellsNothing() {
    assertThat(SampleStates.completeDraft().toString()).doesNotContain("L898902C3", "740812");
    assertThat(SampleStates.key().toString()).doesNotContain("L898902C3", "740812");
  }
}
