package org.urna.practice.specimen;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.urna.passport.ChipAuthenticationProtocol;
import org.urna.practice.card.ActiveAuthenticationKey;
import org.urna.practice.card.AgreementKey;
import org.urna.practice.card.CardPaceInfo;
import org.urna.practice.card.ChipKey;
import org.urna.practice.card.DataObjects;
import org.urna.practice.card.SeededBytes;

/// The content of a specimen chip's files (ICAO 9303-10 §4.7).
final class DataGroups {

  private static final ASN1ObjectIdentifier ID_PK_ECDH =
      new ASN1ObjectIdentifier("0.4.0.127.0.7.2.2.1.2");
  private static final ASN1ObjectIdentifier ID_ACTIVE_AUTHENTICATION =
      new ASN1ObjectIdentifier("2.23.136.1.1.5");

  private DataGroups() {}

  /// Data group 1: the machine readable zone.
  static byte[] machineReadableZone(SpecimenHolder holder) {
    return DataObjects.of(
        0x61, DataObjects.of(0x5F1F, holder.machineReadableZone().getBytes(US_ASCII)));
  }

  /// EF.COM: versions, and which data groups are there.
  static byte[] common(List<Integer> dataGroupTags) {
    byte[] tags = new byte[dataGroupTags.size()];
    for (int i = 0; i < tags.length; i++) {
      tags[i] = dataGroupTags.get(i).byteValue();
    }
    return DataObjects.of(
        0x60,
        DataObjects.of(0x5F01, "0107".getBytes(US_ASCII)),
        DataObjects.of(0x5F36, "040000".getBytes(US_ASCII)),
        DataObjects.of(0x5C, tags));
  }

  /// Data group 14: the chip's public keys, each with the protocol it is for, how it signs if it
  /// does Active Authentication, and what EF.CardAccess says.
  ///
  /// @param isCurveSpelledOut curves in full in place of their names
  /// @param signatureAlgorithm of Active Authentication by ECDSA, else empty
  static byte[] securityInfos(
      List<AgreementKey> keys,
      boolean isCurveSpelledOut,
      Optional<String> signatureAlgorithm,
      List<CardPaceInfo> paceInfos) {
    ASN1EncodableVector infos = new ASN1EncodableVector();
    for (AgreementKey agreement : keys) {
      ChipKey key = agreement.key();
      ASN1EncodableVector publicKeyInfo = new ASN1EncodableVector();
      publicKeyInfo.add(ID_PK_ECDH);
      publicKeyInfo.add(key.publicKey(isCurveSpelledOut));
      if (key.id() != null) {
        publicKeyInfo.add(new ASN1Integer(key.id()));
      }
      infos.add(new DERSequence(publicKeyInfo));
      for (ChipAuthenticationProtocol protocol : agreement.protocols()) {
        infos.add(authenticationInfo(protocol, key));
      }
    }
    if (signatureAlgorithm.isPresent()) {
      ASN1EncodableVector activeAuthenticationInfo = new ASN1EncodableVector();
      activeAuthenticationInfo.add(ID_ACTIVE_AUTHENTICATION);
      activeAuthenticationInfo.add(new ASN1Integer(1));
      activeAuthenticationInfo.add(new ASN1ObjectIdentifier(signatureAlgorithm.get()));
      infos.add(new DERSequence(activeAuthenticationInfo));
    }
    paceInfos.forEach(info -> infos.add(info.encoded()));
    try {
      return DataObjects.of(0x6E, new DERSet(infos).getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DERSequence authenticationInfo(ChipAuthenticationProtocol protocol, ChipKey key) {
    ASN1EncodableVector info = new ASN1EncodableVector();
    info.add(new ASN1ObjectIdentifier(protocol.oid()));
    info.add(new ASN1Integer(1));
    if (key.id() != null) {
      info.add(new ASN1Integer(key.id()));
    }
    return new DERSequence(info);
  }

  /// Data group 15: the public key of Active Authentication.
  static byte[] activeAuthenticationKey(ActiveAuthenticationKey key) {
    try {
      return DataObjects.of(0x6F, key.publicKey().getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Data group 2: one drawn face as JPEG in an ISO/IEC 19794-5:2005 record. Urna never reads it;
  /// it is there so that a program which wrongly does would have something to read.
  static byte[] face(String seed) {
    byte[] image = portrait(seed);
    int recordLength = 14 + 20 + 12 + image.length;
    ByteBuffer record = ByteBuffer.allocate(recordLength);
    record.put("FAC\0".getBytes(US_ASCII)).put("010\0".getBytes(US_ASCII));
    record.putInt(recordLength).putShort((short) 1);
    // Facial information block: length, no feature points, nothing known of the person.
    record.putInt(20 + 12 + image.length).putShort((short) 0).put(new byte[14]);
    // Image information block: full frontal, JPEG, 240 × 320, 24-bit RGB.
    record.put((byte) 1).put((byte) 0).putShort((short) 240).putShort((short) 320);
    record.put((byte) 1).put((byte) 0).putShort((short) 0).putShort((short) 0);
    record.put(image);
    byte[] header =
        DataObjects.of(
            0xA1,
            DataObjects.of(0x80, new byte[] {1, 1}),
            DataObjects.of(0x81, new byte[] {2}),
            DataObjects.of(0x87, new byte[] {1, 1}),
            DataObjects.of(0x88, new byte[] {0, 8}));
    return DataObjects.of(
        0x75,
        DataObjects.of(
            0x7F61,
            DataObjects.of(0x02, new byte[] {1}),
            DataObjects.of(0x7F60, header, DataObjects.of(0x5F2E, record.array()))));
  }

  /// Data group 3: bytes in place of fingerprints. The chip gives them to nobody.
  static byte[] fingerprints(String seed) {
    return DataObjects.of(
        0x63,
        DataObjects.of(
            0x7F61,
            DataObjects.of(0x02, new byte[] {1}),
            DataObjects.of(
                0x7F60,
                DataObjects.of(0x5F2E, new SeededBytes("fingerprints " + seed).next(1500)))));
  }

  /// Data group 13, the state's own: in Russian passports the key of a national protocol in the
  /// form of data group 14, under an identifier that no reader abroad knows.
  static byte[] nationalKey(String seed) {
    ASN1EncodableVector info = new ASN1EncodableVector();
    info.add(new ASN1ObjectIdentifier("0.3.0.127.0.7.2.2.1.2"));
    info.add(new DEROctetString(new SeededBytes("national key " + seed).next(64)));
    try {
      return DataObjects.of(0x6D, new DERSet(new DERSequence(info)).getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] portrait(String seed) {
    byte[] shades = new SeededBytes("portrait " + seed).next(3);
    BufferedImage image = new BufferedImage(240, 320, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(new Color(0xE8ECF0));
    pen.fillRect(0, 0, 240, 320);
    pen.setColor(new Color(96 + (shades[0] & 0x3F), 112 + (shades[1] & 0x3F), 144));
    pen.fill(new Ellipse2D.Double(20, 230, 200, 180));
    pen.setColor(new Color(222, 184 + (shades[2] & 0x1F), 160));
    pen.fill(new Ellipse2D.Double(70, 70, 100, 150));
    pen.setColor(Color.DARK_GRAY);
    pen.fill(new Ellipse2D.Double(95, 130, 10, 10));
    pen.fill(new Ellipse2D.Double(135, 130, 10, 10));
    pen.setStroke(new BasicStroke(3));
    pen.drawLine(105, 185, 135, 185);
    pen.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, "jpeg", out)) {
        throw new IllegalStateException("the JDK writes JPEG");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
