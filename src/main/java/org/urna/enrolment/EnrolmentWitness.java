package org.urna.enrolment;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.urna.badge.NullifierKey;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.MerklePath;
import org.urna.trust.SignerKey;

/// The inputs of the circuit `enrolment-rsa2048-sha256` for one voter, under the names of
/// src/main/circom/README.md. **A secret**: not printed, not compared.
///
/// Bytes become entries of a table of 256 shared numbers, so closing this leaves no passport byte
/// in numbers of its own; the few that hold several bytes (K) are the garbage collector's. Closing
/// empties the map.
public final class EnrolmentWitness implements AutoCloseable {
  private static final int ECONTENT_SIZE = 384;
  private static final int SIGNED_ATTRIBUTES_SIZE = 128;
  private static final int RSA_SIZE = 256;

  private static final BigInteger[] BYTES = bytes();

  private final Map<String, List<BigInteger>> inputs = new LinkedHashMap<>();

  private EnrolmentWitness() {}

  /// The inputs for a passport that [DocumentLayout] finds readable, with the signer's path.
  static EnrolmentWitness of(
      EnrolmentStatement statement, AuthenticPassport passport, MerklePath path, NullifierKey key) {
    if (!(passport.signer().key() instanceof SignerKey.Rsa rsa)) {
      throw new IllegalArgumentException("this circuit is for RSA signers");
    }
    EnrolmentWitness witness = new EnrolmentWitness();
    witness.one("badge", statement.badge().value());
    witness.one("electionId", statement.electionId());
    witness.one("trustRoot", statement.trustRoot());
    witness.one("nullifierKeyCommitment", statement.nullifierKeyCommitment());
    witness.one("citizenship", statement.citizenship());
    witness.one("bornOnOrBefore", statement.bornOnOrBefore());
    witness.one("passportValidOn", statement.passportValidOn());
    witness.one("uniqueBy", statement.uniqueBy());
    witness.bytes("dg1", passport.dg1(), PassportFields.DG1_SIZE);
    byte[] econtent = passport.econtent();
    witness.one("econtentLength", BigInteger.valueOf(econtent.length));
    witness.bytes("econtent", econtent, ECONTENT_SIZE);
    byte[] attributes = passport.signedAttributes();
    witness.one("signedAttributesLength", BigInteger.valueOf(attributes.length));
    witness.bytes("signedAttributes", attributes, SIGNED_ATTRIBUTES_SIZE);
    witness.bytes("signature", passport.signature(), RSA_SIZE);
    witness.bytes("modulus", unsigned(rsa.modulus()), RSA_SIZE);
    witness.one("leafIndex", BigInteger.valueOf(path.index()));
    witness.inputs.put("leafPath", path.siblings());
    witness.one("nullifierKey", key.secret());
    return witness;
  }

  private void one(String name, BigInteger value) {
    inputs.put(name, List.of(value));
  }

  /// Puts bytes with zeros behind their end, and wipes the array.
  private void bytes(String name, byte[] bytes, int size) {
    if (bytes.length > size) {
      throw new IllegalArgumentException("input " + name + " is too long");
    }
    List<BigInteger> elements = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      elements.add(i < bytes.length ? BYTES[bytes[i] & 0xff] : BigInteger.ZERO);
    }
    Arrays.fill(bytes, (byte) 0);
    inputs.put(name, elements);
  }

  private static byte[] unsigned(BigInteger modulus) {
    byte[] signed = modulus.toByteArray();
    return Arrays.copyOfRange(signed, signed.length - RSA_SIZE, signed.length);
  }

  private static BigInteger[] bytes() {
    BigInteger[] table = new BigInteger[256];
    Arrays.setAll(table, BigInteger::valueOf);
    return table;
  }

  /// The inputs by name; dies with this object.
  Map<String, List<BigInteger>> inputs() {
    return inputs;
  }

  @Override
  public void close() {
    inputs.clear();
  }
}
