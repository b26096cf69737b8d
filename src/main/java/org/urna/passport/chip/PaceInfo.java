package org.urna.passport.chip;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.urna.passport.SessionFacts.AccessProtocol;

/// One way of PACE that a chip offers and that can be gone here (ICAO 9303-11 §9.2.3): version 2,
/// with domain parameters from the standard's own table. Parameters that a chip brings along are
/// never used.
///
/// @param parameterId 0 to 2 or 8 to 18, the row of the table in §9.5.1
record PaceInfo(Agreement agreement, Mapping mapping, PaceCipher cipher, int parameterId) {

  /// `id-PACE` 0.4.0.127.0.7.2.2.4, without tag and length.
  private static final byte[] ID_PACE = {0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x04};

  private static final int VERSION = 2;

  /// Modern ciphers and curves before old ones, and the mapping most chips are tested with first.
  static final Comparator<PaceInfo> BEST_FIRST =
      Comparator.comparing((PaceInfo info) -> info.cipher == PaceCipher.TRIPLE_DES)
          .thenComparing(PaceInfo::agreement)
          .thenComparing(PaceInfo::mapping)
          .thenComparing(PaceInfo::cipher, Comparator.reverseOrder())
          .thenComparing(PaceInfo::parameterId, Comparator.reverseOrder());

  /// The object identifier is one of a PACEInfo's: `id-PACE`, agreement with mapping, cipher.
  static boolean isPace(byte[] oid) {
    return oid.length == ID_PACE.length + 2
        && java.util.Arrays.equals(oid, 0, ID_PACE.length, ID_PACE, 0, ID_PACE.length);
  }

  /// The PACEInfo with these fields, empty for one that cannot be used here.
  ///
  /// @param oid as [#isPace] knows it
  /// @param fields what follows the object identifier: version and parameter identifier
  static Optional<PaceInfo> of(byte[] oid, List<DataObject> fields) {
    int cipher = oid[ID_PACE.length + 1];
    if (cipher < 1 || cipher > 4 || fields.size() != 2 || number(fields.get(0)) != VERSION) {
      return Optional.empty();
    }
    int parameterId = number(fields.get(1));
    PaceCipher known = PaceCipher.ofArc(cipher);
    PaceInfo info =
        switch (oid[ID_PACE.length]) {
          case 1 -> new PaceInfo(Agreement.DH, Mapping.GENERIC, known, parameterId);
          case 2 -> new PaceInfo(Agreement.ECDH, Mapping.GENERIC, known, parameterId);
          case 3 -> new PaceInfo(Agreement.DH, Mapping.INTEGRATED, known, parameterId);
          case 4 -> new PaceInfo(Agreement.ECDH, Mapping.INTEGRATED, known, parameterId);
          case 6 -> new PaceInfo(Agreement.ECDH, Mapping.CHIP_AUTHENTICATION, known, parameterId);
          default -> null;
        };
    return Optional.ofNullable(info).filter(PaceInfo::isUsable);
  }

  /// The contents of the object identifier.
  byte[] oid() {
    byte[] oid = java.util.Arrays.copyOf(ID_PACE, ID_PACE.length + 2);
    boolean ecdh = agreement == Agreement.ECDH;
    oid[ID_PACE.length] =
        switch (mapping) {
          case GENERIC -> (byte) (ecdh ? 2 : 1);
          case INTEGRATED -> (byte) (ecdh ? 4 : 3);
          case CHIP_AUTHENTICATION -> 6;
        };
    oid[ID_PACE.length + 1] = (byte) (cipher.ordinal() + 1);
    return oid;
  }

  /// Its key exchange does not fit into short APDUs.
  boolean needsExtendedLength() {
    return agreement == Agreement.DH && parameterId != 0;
  }

  AccessProtocol accessProtocol() {
    return switch (mapping) {
      case GENERIC -> AccessProtocol.PACE_GENERIC_MAPPING;
      case INTEGRATED -> AccessProtocol.PACE_INTEGRATED_MAPPING;
      case CHIP_AUTHENTICATION -> AccessProtocol.PACE_CHIP_AUTHENTICATION_MAPPING;
    };
  }

  private boolean isUsable() {
    boolean known =
        switch (agreement) {
          case ECDH -> PaceCurve.isKnown(parameterId);
          case DH -> PacePrimeField.isKnown(parameterId);
        };
    return known
        && switch (mapping) {
          case GENERIC -> true;
          case INTEGRATED -> agreement == Agreement.DH || PaceCurve.canBeHashedOnto(parameterId);
          case CHIP_AUTHENTICATION -> cipher != PaceCipher.TRIPLE_DES;
        };
  }

  /// A small non-negative INTEGER in one byte, else -1.
  private static int number(DataObject field) {
    boolean small = field.tag() == 0x02 && field.value().length == 1 && field.value()[0] >= 0;
    return small ? field.value()[0] : -1;
  }

  /// The better one first.
  enum Agreement {
    ECDH,
    DH
  }

  /// How the chip's nonce becomes a generator (§4.4.3.3); the better one first.
  enum Mapping {
    GENERIC,
    CHIP_AUTHENTICATION,
    INTEGRATED
  }
}
