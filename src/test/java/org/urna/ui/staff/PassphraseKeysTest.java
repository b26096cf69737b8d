package org.urna.ui.staff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.urna.keys.Passphrase;

class PassphraseKeysTest {
  @Test
  void whatAPassphraseMayHoldHasAKeyAndNothingElseHas() {
    Set<Integer> keys = new TreeSet<>(Set.of((int) ' '));
    for (SignInScreen.Layout layout : SignInScreen.Layout.values()) {
      layout.keys(false).codePoints().forEach(keys::add);
      layout.keys(true).codePoints().forEach(keys::add);
    }
    Set<Integer> allowed =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(Passphrase::canBeTyped)
            .boxed()
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(keys).isEqualTo(allowed);
  }
}
