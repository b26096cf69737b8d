package org.urna.passport.chip;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// What EF.CardAccess says of PACE (ICAO 9303-11 §9.2.11). The file is not signed: it decides how
/// to knock, never what to believe.
///
/// @param ways what can be gone here, the best first
/// @param offersPace the chip offers PACE, whether it can be gone here or not
/// @param isAmbiguous several sets of domain parameters are offered, so the chip must be told which
record CardAccess(List<PaceInfo> ways, boolean offersPace, boolean isAmbiguous) {

  /// Of a chip that has no such file.
  static final CardAccess NONE = new CardAccess(List.of(), false, false);

  /// Of a chip whose file cannot be understood: it has one, and its only purpose is PACE.
  static final CardAccess INCOMPREHENSIBLE = new CardAccess(List.of(), true, false);

  private static final PassportReadFailure MALFORMED = PassportReadFailure.FILE_MALFORMED;

  CardAccess {
    ways = List.copyOf(ways);
  }

  /// Parses the file. SecurityInfos that are unknown, and PACEInfos of a kind that cannot be used
  /// here, are skipped.
  ///
  /// @param file EF.CardAccess from its tag to its end
  /// @throws PassportReadException [PassportReadFailure#FILE_MALFORMED] if it is not a DER SET of
  ///   SEQUENCEs that begin with an object identifier
  static CardAccess parse(byte[] file) throws PassportReadException {
    List<DataObject> outer = DataObject.parse(file, MALFORMED);
    if (outer.size() != 1 || outer.getFirst().tag() != 0x31) {
      throw new PassportReadException(MALFORMED, "EF.CardAccess is not one SET");
    }
    List<PaceInfo> ways = new ArrayList<>();
    Set<List<Byte>> parameters = new HashSet<>();
    boolean offersPace = false;
    for (DataObject info : DataObject.parse(outer.getFirst().value(), MALFORMED)) {
      List<DataObject> fields = fieldsOf(info);
      byte[] oid = fields.getFirst().value();
      if (PaceInfo.isPace(oid)) {
        offersPace = true;
        fields = fields.subList(1, fields.size());
        PaceInfo.of(oid, fields).ifPresent(ways::add);
        if (fields.size() > 1) {
          parameters.add(bytes(fields.get(1).value()));
        }
      }
    }
    ways.sort(PaceInfo.BEST_FIRST);
    return new CardAccess(ways, offersPace, parameters.size() > 1);
  }

  /// The best way that this exchange can carry.
  Optional<PaceInfo> best(boolean extended) {
    return ways.stream().filter(way -> extended || !way.needsExtendedLength()).findFirst();
  }

  private static List<DataObject> fieldsOf(DataObject info) throws PassportReadException {
    List<DataObject> fields =
        info.tag() == 0x30 ? DataObject.parse(info.value(), MALFORMED) : List.of();
    if (fields.isEmpty() || fields.getFirst().tag() != 0x06) {
      throw new PassportReadException(MALFORMED, "a SecurityInfo without its object identifier");
    }
    return fields;
  }

  private static List<Byte> bytes(byte[] value) {
    List<Byte> bytes = new ArrayList<>();
    for (byte b : value) {
      bytes.add(b);
    }
    return bytes;
  }
}
