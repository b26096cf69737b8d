package org.urna.flow.voter;

import java.util.Arrays;
import java.util.Optional;
import org.urna.flow.Secret;

/// What opens a passport's chip, as typed or scanned: number, birth date and expiry date of the
/// machine readable zone, without check digits. It identifies a person: not a record, never logged,
/// wiped on close.
///
/// The accessors make strings because the card library wants strings; they are called once, by who
/// opens the chip.
public final class TypedKey implements Secret {
  private static final int ZONE_LENGTH = 88;

  private final char[] documentNumber;
  private final char[] birthDate;
  private final char[] expiryDate;
  private final char[] zone;

  /// @param documentNumber nine characters `A-Z 0-9 <`, filled up with `<`; copied
  /// @param birthDate `yyMMdd`; copied
  /// @param expiryDate `yyMMdd`; copied
  public TypedKey(char[] documentNumber, char[] birthDate, char[] expiryDate) {
    this(documentNumber, birthDate, expiryDate, new char[0]);
  }

  private TypedKey(char[] documentNumber, char[] birthDate, char[] expiryDate, char[] zone) {
    if (documentNumber.length != 9 || birthDate.length != 6 || expiryDate.length != 6) {
      throw new IllegalArgumentException("a key has 9, 6 and 6 characters");
    }
    if (zone.length != 0 && zone.length != ZONE_LENGTH) {
      throw new IllegalArgumentException("the zone of a passport book has 88 characters");
    }
    this.zone = zone.clone();
    this.documentNumber = documentNumber.clone();
    this.birthDate = birthDate.clone();
    this.expiryDate = expiryDate.clone();
  }

  /// From a zone that a scanner read whole.
  ///
  /// @param zone both lines of a passport book's zone, 88 characters; copied
  public static TypedKey scanned(
      String documentNumber, String birthDate, String expiryDate, char[] zone) {
    return new TypedKey(
        documentNumber.toCharArray(), birthDate.toCharArray(), expiryDate.toCharArray(), zone);
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

  /// The whole printed zone, 88 characters, if a scanner read it; empty if the key was typed.
  public Optional<String> zone() {
    return zone.length == 0 ? Optional.empty() : Optional.of(new String(zone));
  }

  /// The same key, wiped independently.
  TypedKey copy() {
    return new TypedKey(documentNumber, birthDate, expiryDate, zone);
  }

  public boolean isWiped() {
    return documentNumber[0] == 0
        && birthDate[0] == 0
        && expiryDate[0] == 0
        && (zone.length == 0 || zone[0] == 0);
  }

  @Override
  public void close() {
    Arrays.fill(documentNumber, (char) 0);
    Arrays.fill(birthDate, (char) 0);
    Arrays.fill(expiryDate, (char) 0);
    Arrays.fill(zone, (char) 0);
  }
}
