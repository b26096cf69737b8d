package org.urna.flow.voter;

import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.urna.flow.Secret;

/// What opens a passport's chip, as typed or scanned: number, birth date and expiry date of the
/// machine readable zone, without check digits. It identifies a person: not a record, never logged,
/// wiped on close.
///
/// The accessors give views, not copies: there is nothing in them once the key is closed.
public final class TypedKey implements Secret {
  private static final int ZONE_LENGTH = 88;

  // Where a passport book prints them (ICAO Doc 9303-4 §4.2.2).
  private static final int NUMBER = 44;
  private static final int BIRTH_DATE = 57;
  private static final int EXPIRY_DATE = 65;

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
    this.zone = zone.clone();
    this.documentNumber = documentNumber.clone();
    this.birthDate = birthDate.clone();
    this.expiryDate = expiryDate.clone();
  }

  /// From a zone that a scanner read whole.
  ///
  /// @param zone both lines of a passport book's zone, 88 characters; copied
  public static TypedKey scanned(char[] zone) {
    if (zone.length != ZONE_LENGTH) {
      throw new IllegalArgumentException("the zone of a passport book has 88 characters");
    }
    char[] documentNumber = Arrays.copyOfRange(zone, NUMBER, NUMBER + 9);
    char[] birthDate = Arrays.copyOfRange(zone, BIRTH_DATE, BIRTH_DATE + 6);
    char[] expiryDate = Arrays.copyOfRange(zone, EXPIRY_DATE, EXPIRY_DATE + 6);
    try {
      return new TypedKey(documentNumber, birthDate, expiryDate, zone);
    } finally {
      Arrays.fill(documentNumber, (char) 0);
      Arrays.fill(birthDate, (char) 0);
      Arrays.fill(expiryDate, (char) 0);
    }
  }

  /// From strings, which nobody can wipe: for fields that are no person's.
  public static TypedKey of(String documentNumber, String birthDate, String expiryDate) {
    return new TypedKey(
        documentNumber.toCharArray(), birthDate.toCharArray(), expiryDate.toCharArray());
  }

  public CharSequence documentNumber() {
    return view(documentNumber);
  }

  public CharSequence birthDate() {
    return view(birthDate);
  }

  public CharSequence expiryDate() {
    return view(expiryDate);
  }

  private static CharSequence view(char[] characters) {
    return CharBuffer.wrap(characters).asReadOnlyBuffer();
  }

  /// The whole printed zone, 88 characters, if a scanner read it; empty if the key was typed.
  public Optional<CharSequence> zone() {
    return zone.length == 0 ? Optional.empty() : Optional.of(view(zone));
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
