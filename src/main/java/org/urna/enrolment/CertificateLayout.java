package org.urna.enrolment;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Whether a document signer's TBSCertificate (RFC 5280 §4.1) is laid out as the circuit of the
/// chain form walks it: from its first byte to its last, every element at its place
/// (src/main/circom/lib/certificate.circom). The certificate is known to be DER, of version 3, of a
/// document signer with a key on P-256.
final class CertificateLayout {
  /// Room for the extensions with their two headers, in bytes: 31 for each of the circuit's ten
  /// pieces but for the eight that a type is read ahead.
  private static final int MAX_EXTENSIONS = 31 * 10 - 8;

  private static final int MAX_SERIAL_NUMBER = 24;

  private static final byte[] VERSION_3 = hex("a003020102");
  private static final byte[] ECDSA_WITH_SHA1 = hex("300906072a8648ce3d0401");

  /// SubjectPublicKeyInfo up to the `04` in front of the coordinates, in each accepted encoding.
  private static final List<byte[]> KEYS = keys();

  private static final byte[] KEY_USAGE = hex("0603551d0f");
  private static final byte[] CRITICAL_KEY_USAGE = hex("300e0603551d0f0101ff04040302");
  private static final byte[] BASIC_CONSTRAINTS = hex("0603551d13");
  private static final List<byte[]> NO_AUTHORITY =
      List.of(hex("300c0603551d130101ff04023000"), hex("30090603551d1304023000"));

  private CertificateLayout() {}

  /// @param certificate the TBSCertificate
  /// @param capacity the most bytes that the circuit takes
  static boolean isReadable(byte[] certificate, int capacity) {
    if (certificate.length > capacity || certificate[1] != (byte) 0x82) {
      return false;
    }
    int serial = DocumentLayout.contentOf(certificate, 0) + VERSION_3.length;
    int algorithm = DocumentLayout.endOf(certificate, serial);
    int issuer = algorithm + ECDSA_WITH_SHA1.length;
    if (certificate[serial + 1] < 1
        || certificate[serial + 1] > MAX_SERIAL_NUMBER
        || !DocumentLayout.startsWith(certificate, serial - VERSION_3.length, VERSION_3)
        || !DocumentLayout.startsWith(certificate, algorithm, ECDSA_WITH_SHA1)) {
      return false;
    }
    int validity = DocumentLayout.endOf(certificate, issuer);
    int subject = DocumentLayout.endOf(certificate, validity);
    int key = DocumentLayout.endOf(certificate, subject);
    int extensions = DocumentLayout.endOf(certificate, key);
    return KEYS.stream().anyMatch(known -> DocumentLayout.startsWith(certificate, key, known))
        && extensions < certificate.length
        && certificate[extensions] == (byte) 0xa3
        && certificate.length - extensions <= MAX_EXTENSIONS
        && DocumentLayout.endOf(certificate, extensions) == certificate.length
        && areReadable(certificate, DocumentLayout.contentOf(certificate, extensions));
  }

  /// One keyUsage, critical, in its one encoding; basic constraints, if there are any, empty. What
  /// usages there are, and that there is no extended key usage, is known.
  private static boolean areReadable(byte[] certificate, int list) {
    boolean hasKeyUsage = false;
    for (int at = DocumentLayout.contentOf(certificate, list);
        at < certificate.length;
        at = DocumentLayout.endOf(certificate, at)) {
      int extension = at;
      int content = DocumentLayout.contentOf(certificate, at);
      if (DocumentLayout.startsWith(certificate, content, KEY_USAGE)) {
        hasKeyUsage = DocumentLayout.startsWith(certificate, at, CRITICAL_KEY_USAGE);
        if (!hasKeyUsage) {
          return false;
        }
      }
      if (DocumentLayout.startsWith(certificate, content, BASIC_CONSTRAINTS)
          && NO_AUTHORITY.stream()
              .noneMatch(known -> DocumentLayout.startsWith(certificate, extension, known))) {
        return false;
      }
    }
    return hasKeyUsage;
  }

  /// P-256 by name, and spelled out with cofactor and uncompressed base point: without a seed, with
  /// the seed of FIPS 186 as Russia writes it (four unused bits), and with the seed in full.
  private static List<byte[]> keys() {
    String algorithm = "06072a8648ce3d0201";
    String field =
        "020101302c06072a8648ce3d0101022100ffffffff00000001000000000000000000000000ffffffffffffffff"
            + "ffffffff";
    String coefficients =
        "0420ffffffff00000001000000000000000000000000fffffffffffffffffffffffc"
            + "04205ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b";
    String seed = "c49d360886e704936a6678e1139d26b7819f7e90";
    String rest =
        "0441046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
            + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
            + "022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
            + "02010103420004";
    return Stream.of(
            "30593013" + algorithm + "06082a8648ce3d03010703420004",
            "308201333081ec" + algorithm + "3081e0" + field + "3044" + coefficients + rest,
            seeded(algorithm, field, coefficients, "031504" + seed, rest),
            seeded(algorithm, field, coefficients, "031500" + seed, rest))
        .map(CertificateLayout::hex)
        .toList();
  }

  private static String seeded(
      String algorithm, String field, String coefficients, String seed, String rest) {
    return "3082014b30820103" + algorithm + "3081f7" + field + "305b" + coefficients + seed + rest;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
