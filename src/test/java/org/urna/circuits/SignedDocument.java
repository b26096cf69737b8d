package org.urna.circuits;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;

/// A passport's signed data made from scratch, with a hook at every layer so that a test can put
/// something wrong into a document and still have it signed.
record SignedDocument(
    byte[] dg1, byte[] econtent, byte[] attributes, BigInteger signature, Key key) {
  static final byte[] CONTENT_TYPE = hex("301506092a864886f70d01090331080606678108010101");
  static final byte[] SIGNING_TIME =
      concat(hex("301c06092a864886f70d010905310f170d"), ascii("261122081000Z"));

  /// An RSA key; `modulus` need not be a product of two primes.
  record Key(BigInteger modulus, BigInteger exponent, BigInteger secret) {
    static Key generate(BigInteger exponent) {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(new RSAKeyGenParameterSpec(2048, exponent));
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
        return new Key(key.getModulus(), exponent, key.getPrivateExponent());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    BigInteger sign(byte[] encodedMessage) {
      return new BigInteger(1, encodedMessage).modPow(secret, modulus);
    }
  }

  /// What a document consists of before it is signed.
  ///
  /// @param attributes the signed attributes as they are hashed
  record Content(byte[] dg1, byte[] econtent, byte[] attributes) {}

  /// Makes documents; the defaults give a valid one. Each field is one thing that can be wrong.
  static final class Maker {
    String documentCode = "P<";
    String issuingState = "RUS";
    String name = "IVANOVA<<ANNA<MARIA";
    String nationality = "RUS";
    String birth = "850101";
    String sex = "F";
    String expiry = "301231";
    UnaryOperator<byte[]> dg1 = same();

    int ldsVersion = 0;
    byte[] ldsVersionInfo = hex("300e1304303130381306303430303030");
    UnaryOperator<byte[]> hash = SignedDocument::sha256;
    byte[] algorithm = hex("06096086480165030402010500");
    List<Integer> dataGroups = List.of(1, 2, 3, 13, 14);
    UnaryOperator<List<byte[]>> entries = UnaryOperator.identity();
    byte[] afterList = {};
    UnaryOperator<byte[]> econtent = same();

    UnaryOperator<byte[]> econtentDigest = same();
    boolean signingTime = true;
    UnaryOperator<List<byte[]>> attributeList = UnaryOperator.identity();
    UnaryOperator<byte[]> attributes = same();

    UnaryOperator<byte[]> encodedMessage = same();

    private static UnaryOperator<byte[]> same() {
      return UnaryOperator.identity();
    }

    String mrz() {
      String line1 = padded(documentCode + issuingState + name, 44);
      String line2 = "123456789" + "7" + nationality + birth + "0" + sex + expiry + "0";
      return line1 + padded(line2, 42) + "04";
    }

    SignedDocument signedBy(Key key) {
      Content content = content();
      byte[] encoded = encodedMessage.apply(pkcs1(sha256(content.attributes())));
      return new SignedDocument(
          content.dg1(), content.econtent(), content.attributes(), key.sign(encoded), key);
    }

    Content content() {
      byte[] file = dg1.apply(concat(hex("615b5f1f58"), ascii(mrz())));
      List<byte[]> list = new ArrayList<>();
      for (int group : dataGroups) {
        list.add(entry(group, hash.apply(group == 1 ? file : ascii("data group " + group))));
      }
      byte[] content =
          econtent.apply(
              tlv(
                  0x30,
                  hex("0201"),
                  new byte[] {(byte) ldsVersion},
                  tlv(0x30, algorithm),
                  tlv(0x30, entries.apply(list).toArray(byte[][]::new)),
                  ldsVersion == 1 ? ldsVersionInfo : new byte[0],
                  afterList));
      List<byte[]> signed = new ArrayList<>();
      signed.add(CONTENT_TYPE);
      if (signingTime) {
        signed.add(SIGNING_TIME);
      }
      signed.add(messageDigest(econtentDigest.apply(hash.apply(content))));
      byte[] set = attributes.apply(tlv(0x31, attributeList.apply(signed).toArray(byte[][]::new)));
      return new Content(file, content, set);
    }
  }

  static byte[] entry(int group, byte[] digest) {
    return tlv(0x30, hex("0201"), new byte[] {(byte) group}, tlv(0x04, digest));
  }

  static byte[] messageDigest(byte[] digest) {
    return tlv(0x30, hex("06092a864886f70d010904"), tlv(0x31, tlv(0x04, digest)));
  }

  /// EMSA-PKCS1-v1_5, RFC 8017 9.2.
  static byte[] pkcs1(byte[] digest) {
    byte[] info = concat(hex("3031300d060960864801650304020105000420"), digest);
    byte[] padding = new byte[256 - 3 - info.length];
    java.util.Arrays.fill(padding, (byte) 0xff);
    return concat(hex("0001"), padding, new byte[1], info);
  }

  static byte[] tlv(int tag, byte[]... contents) {
    byte[] content = concat(contents);
    int length = content.length;
    byte[] header =
        length < 0x80
            ? new byte[] {(byte) tag, (byte) length}
            : length < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    return concat(header, content);
  }

  static byte[] sha256(byte[] data) {
    return digest("SHA-256", data);
  }

  static byte[] sha1(byte[] data) {
    return digest("SHA-1", data);
  }

  private static byte[] digest(String algorithm, byte[] data) {
    try {
      return MessageDigest.getInstance(algorithm).digest(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static String padded(String text, int length) {
    return text + "<".repeat(length - text.length());
  }
}
