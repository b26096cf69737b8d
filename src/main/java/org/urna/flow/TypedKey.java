package org.urna.flow;

import java.util.Arrays;

/// What opens a passport's chip, as typed or scanned: number, birth date and expiry date of the
/// machine readable zone, without check digits. It identifies a person: not a record, never logged,
/// wiped on close.
///
/// The accessors make strings because the card library wants strings; they are called once, by who
/// opens the chip.
public final class TypedKey implements Secret {
  private final char[] documentNumber;
  private final char[] birthDate;
  private final char[] expiryDate;

  /// @param documentNumber nine characters `A-Z 0-9 <`, filled up with `<`; copied
  /// @param birthDate `yyMMdd`; copied
  /// @param expiryDate `yyMMdd`; copied
  public TypedKey(char[] documentNumber, char[] birthDate, char[] expiryDate) {
    if (documentNumber.length != 9 || birthDate.length != 6 || expiryDate.length != 6) {
      throw new IllegalArgumentException("a key has 9, 6 and 6 characters");
    }
    this.documentNumber = documentNumber.clone();
    this.birthDate = birthDate.clone();
    this.expiryDate = expiryDate.clone();
  }

  /// From the three fields of a scanned zone.
  public static TypedKey of(String documentNumber, String birthDate, String expiryDate) {
    return new TypedKey(
        documentNumber.toCharArray(), birthDate.toCharArray(), expiryDate.toCharArray());
  }

  public String documentNumber() {
    return new String(documentNumber);
  }

  public String birthDate() {
    return new String(birthDate);
  }

  public String expiryDate() {
    return new String(expiryDate);
  }

  /// The same key, wiped independently.
  TypedKey copy() {
    return new TypedKey(documentNumber, birthDate, expiryDate);
  }

  boolean isWiped() {
    return documentNumber[0] == 0 && birthDate[0] == 0 && expiryDate[0] == 0;
  }

  @Override
  public void close() {
    Arrays.fill(documentNumber, (char) 0);
    Arrays.fill(birthDate, (char) 0);
    Arrays.fill(expiryDate, (char) 0);
  }
}
