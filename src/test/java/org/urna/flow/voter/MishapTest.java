package org.urna.flow.voter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.urna.failure.FailureCode;

class MishapTest {
  /// What a volunteer reads out over the phone must tell the mishaps apart.
  @Test
  void eachHasACodeAndAReasonOfItsOwn() {
    assertThat(Arrays.stream(Mishap.Plain.values()).map(Mishap.Plain::code))
        .doesNotHaveDuplicates();
    assertThat(Arrays.stream(Mishap.Plain.values()).map(Mishap.Plain::reason))
        .doesNotHaveDuplicates();
    assertThat(Mishap.Plain.CANNOT_PROVE_ITSELF.code())
        .isEqualTo(FailureCode.CHIP_CANNOT_PROVE_ITSELF);
    assertThat(Mishap.Plain.PAGE_AND_CHIP_DIFFER.code())
        .isEqualTo(FailureCode.PAGE_AND_CHIP_DIFFER);
    assertThat(Mishap.Plain.CHIP_NOT_UNDERSTOOD.code()).isEqualTo(FailureCode.CHIP_PROTOCOL_ERROR);
    assertThat(Mishap.Plain.CHIP_PAUSES.code()).isEqualTo(FailureCode.CHIP_PAUSES);
  }
}
