package org.urna.circuits;

import static org.urna.circuits.SignedDocument.ascii;
import static org.urna.circuits.SignedDocument.concat;
import static org.urna.circuits.SignedDocument.hex;
import static org.urna.circuits.SignedDocument.tlv;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.urna.trust.tree.P256Point;

/// The signed part of a document signer's certificate, TBSCertificate of RFC 5280, made byte by
/// byte so that a test can put something wrong into it and still have it signed.
final class SignerCertificate {
  static final byte[] ECDSA_SHA1 = hex("300906072a8648ce3d0401");
  static final byte[] ECDSA_SHA256 = hex("300a06082a8648ce3d040302");
  static final byte[] KEY_USAGE = hex("300e0603551d0f0101ff040403020780");
  static final byte[] AUTHORITY_USAGE = hex("300e0603551d0f0101ff040403020106");
  static final byte[] IS_AUTHORITY = hex("30120603551d130101ff040830060101ff020100");
  private static final String SEED = "c49d360886e704936a6678e1139d26b7819f7e90";

  private SignerCertificate() {}

  /// How a SubjectPublicKeyInfo names the curve P-256.
  enum Encoding {
    NAMED,
    EXPLICIT,
    EXPLICIT_SEED_AS_RUSSIA,
    EXPLICIT_SEED;

    private byte[] parameters() {
      if (this == NAMED) {
        return hex("06082a8648ce3d030107");
      }
      byte[] seed =
          switch (this) {
            case NAMED, EXPLICIT -> new byte[0];
            case EXPLICIT_SEED_AS_RUSSIA -> tlv(0x03, hex("04" + SEED));
            case EXPLICIT_SEED -> tlv(0x03, hex("00" + SEED));
          };
      String p = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
      return tlv(
          0x30,
          hex("020101"),
          tlv(0x30, hex("06072a8648ce3d0101"), tlv(0x02, hex("00" + p))),
          tlv(
              0x30,
              tlv(0x04, hex(p.substring(0, 62) + "fc")),
              tlv(0x04, hex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b")),
              seed),
          tlv(0x04, uncompressed(P256Point.GENERATOR.x(), P256Point.GENERATOR.y())),
          tlv(0x02, concat(new byte[1], fixed(P256Point.ORDER))),
          hex("020101"));
    }
  }

  /// Makes certificates; the defaults give one in the shape of Russia's of 2019.
  static final class Maker {
    byte[] version = hex("a003020102");
    byte[] serial = hex("00d0");
    byte[] algorithm = ECDSA_SHA1;
    byte[] issuer =
        name("C", "UT", "ST", "Practice", "O", "Practice Authority", "OU", "PA", "CN", "CSCA");
    byte[] validity =
        tlv(0x30, tlv(0x17, ascii("191113055152Z")), tlv(0x17, ascii("311110055152Z")));
    byte[] subject = name("C", "UT", "O", "Practice", "OU", "PA", "CN", "Document_Signer_3.3");
    Encoding encoding = Encoding.EXPLICIT_SEED_AS_RUSSIA;
    UnaryOperator<byte[]> keyInfo = UnaryOperator.identity();
    byte[] behindKey = {};
    List<byte[]> extensions =
        new ArrayList<>(List.of(KEY_USAGE, keyIdentifier(), issuerIdentifier()));
    UnaryOperator<byte[]> extensionList = UnaryOperator.identity();
    UnaryOperator<byte[]> extensionElement = UnaryOperator.identity();
    byte[] behindExtensions = {};
    UnaryOperator<byte[]> certificate = UnaryOperator.identity();

    byte[] of(BigInteger keyX, BigInteger keyY) {
      byte[] list = extensionList.apply(tlv(0x30, extensions.toArray(byte[][]::new)));
      return certificate.apply(
          tlv(
              0x30,
              version,
              tlv(0x02, serial),
              algorithm,
              issuer,
              validity,
              subject,
              keyInfo.apply(keyInfo(encoding, keyX, keyY)),
              behindKey,
              extensionElement.apply(tlv(0xa3, list)),
              behindExtensions));
    }

    byte[] of(P256Point key) {
      return of(key.x(), key.y());
    }
  }

  static byte[] keyInfo(Encoding encoding, BigInteger x, BigInteger y) {
    return tlv(
        0x30,
        tlv(0x30, hex("06072a8648ce3d0201"), encoding.parameters()),
        tlv(0x03, new byte[1], uncompressed(x, y)));
  }

  private static byte[] uncompressed(BigInteger x, BigInteger y) {
    return concat(hex("04"), fixed(x), fixed(y));
  }

  private static byte[] fixed(BigInteger number) {
    byte[] bytes = new byte[32];
    byte[] signed = number.toByteArray();
    int count = Math.min(32, signed.length);
    System.arraycopy(signed, signed.length - count, bytes, 32 - count, count);
    return bytes;
  }

  /// A Name of types `C`, `ST`, `O`, `OU` and `CN` and their values.
  static byte[] name(String... typesAndValues) {
    List<byte[]> parts = new ArrayList<>();
    for (int i = 0; i < typesAndValues.length; i += 2) {
      String type =
          switch (typesAndValues[i]) {
            case "C" -> "06";
            case "ST" -> "08";
            case "O" -> "0a";
            case "OU" -> "0b";
            default -> "03";
          };
      parts.add(
          tlv(0x31, tlv(0x30, hex("06035504" + type), tlv(0x0c, ascii(typesAndValues[i + 1])))));
    }
    return tlv(0x30, parts.toArray(byte[][]::new));
  }

  /// A Name of exactly `size` bytes, header included; not 130, 131, 259 or 260, which no length
  /// fits.
  static byte[] nameOf(int size) {
    for (int content = Math.max(0, size - 4); content <= size - 2; content++) {
      byte[] made = tlv(0x30, new byte[content]);
      if (made.length == size) {
        return made;
      }
    }
    throw new IllegalArgumentException("no element has " + size + " bytes");
  }

  static byte[] keyIdentifier() {
    return extension("0603551d0e", tlv(0x04, new byte[20]));
  }

  static byte[] issuerIdentifier() {
    return extension("0603551d23", tlv(0x30, tlv(0x80, new byte[20])));
  }

  /// An extension that is not critical.
  static byte[] extension(String type, byte[] value) {
    return tlv(0x30, hex(type), tlv(0x04, value));
  }
}
