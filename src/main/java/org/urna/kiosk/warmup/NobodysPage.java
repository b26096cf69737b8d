package org.urna.kiosk.warmup;

import org.urna.passport.MrzKey;

/// What is printed in the passport of nobody: unlike a person's it may be kept, compared and shown.
///
/// @param documentNumber 1 to 22 characters `A-Z 0-9 <`
/// @param birthDate `yyMMdd`
/// @param expiryDate `yyMMdd`
public record NobodysPage(String documentNumber, String birthDate, String expiryDate) {
  /// @throws IllegalArgumentException if no passport prints this
  public NobodysPage {
    new MrzKey(documentNumber, birthDate, expiryDate).close();
  }

  /// What opens the chip; the caller closes it.
  MrzKey key() {
    return new MrzKey(documentNumber, birthDate, expiryDate);
  }
}
