package org.urna.enrolment;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.urna.badge.NullifierKey;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.NamedCurve;
import org.urna.trust.SignerKey;
import org.urna.trust.tree.EcLeaf;
import org.urna.trust.tree.MerklePath;
import org.urna.trust.tree.P256Point;

/// The inputs of an enrolment circuit for one voter, under the names of src/main/circom/README.md.
/// **A secret**: not printed, not compared.
///
/// Bytes become entries of a table of 256 shared numbers, so closing this leaves no passport byte
/// in numbers of its own; the few that hold several bytes (K, the hints about a signature) are the
/// garbage collector's. Closing empties the map.
public final class EnrolmentWitness implements AutoCloseable {
  private static final BigInteger[] BYTES = bytes();

  private final Map<String, List<BigInteger>> inputs = new LinkedHashMap<>();

  private EnrolmentWitness() {}

  /// The inputs for a passport that [DocumentLayout] finds readable in that form.
  ///
  /// @param path of the key in the trust tree that vouches for the passport
  /// @throws EnrolmentException [EnrolmentFault#NOT_PROVABLE] for an ECDSA signature that its
  ///   circuit cannot take; by chance there is none
  static EnrolmentWitness of(
      EnrolmentForm form,
      EnrolmentStatement statement,
      AuthenticPassport passport,
      MerklePath path,
      NullifierKey key)
      throws EnrolmentException {
    EnrolmentWitness witness = new EnrolmentWitness();
    witness.statement(statement);
    witness.document(form, passport);
    switch (form) {
      case EnrolmentForm.RsaListed _ -> witness.rsaSignature(passport);
      case EnrolmentForm.EcdsaListed _ -> witness.listedEcdsaSignature(passport);
      case EnrolmentForm.EcdsaChain chain -> witness.chain(chain, passport);
    }
    witness.one("leafIndex", BigInteger.valueOf(path.index()));
    witness.inputs.put("leafPath", path.siblings());
    witness.one("nullifierKey", key.secret());
    return witness;
  }

  /// Every public signal but the output.
  private void statement(EnrolmentStatement statement) {
    one("badge", statement.badge().value());
    one("electionId", statement.electionId());
    one("trustRoot", statement.trustRoot());
    one("nullifierKeyCommitment", statement.nullifierKeyCommitment());
    one("citizenship", statement.citizenship());
    one("bornOnOrBefore", statement.bornOnOrBefore());
    one("passportValidOn", statement.passportValidOn());
    one("uniqueBy", statement.uniqueBy());
  }

  private void document(EnrolmentForm form, AuthenticPassport passport) {
    bytes("dg1", passport.dg1(), PassportFields.DG1_SIZE);
    bounded("econtent", passport.econtent(), form.econtentBlocks());
    bounded("signedAttributes", passport.signedAttributes(), EnrolmentForm.ATTRIBUTE_BLOCKS);
  }

  private void rsaSignature(AuthenticPassport passport) {
    if (!(passport.signer().key() instanceof SignerKey.Rsa rsa)) {
      throw new IllegalArgumentException("this circuit is for RSA signers");
    }
    byte[] signature = passport.signature();
    inputs.putAll(RsaHints.of(rsa, passport.signer().scheme().kind(), signature));
    Arrays.fill(signature, (byte) 0);
  }

  private void listedEcdsaSignature(AuthenticPassport passport) throws EnrolmentException {
    listedKey(
        "signer",
        passport.signer().key(),
        digest(passport, passport.signedAttributes()),
        passport.signature());
  }

  /// The document signer's certificate and its authority's signature; the passport's signature
  /// under the key in that certificate.
  private void chain(EnrolmentForm.EcdsaChain form, AuthenticPassport passport)
      throws EnrolmentException {
    byte[] certificate = passport.signerTbsCertificate();
    listedKey(
        "authority",
        passport.authority().key(),
        digest(passport, certificate.clone()),
        passport.signerCertificateSignature());
    bounded("certificate", certificate, form.certificateBlocks());
    BigInteger[] numbers = numbers(passport.signature());
    put(
        EcdsaHints.forPrivateKey(
            "signer",
            point(passport.signer().key()),
            digest(passport, passport.signedAttributes()),
            numbers[0],
            numbers[1]));
  }

  /// A signature under a key that the circuit knows by its public multiples.
  private void listedKey(String prefix, SignerKey key, byte[] digest, byte[] signature)
      throws EnrolmentException {
    inputs.put(prefix + "Multiples", EcLeaf.of(point(key)).multiples());
    BigInteger[] numbers = numbers(signature);
    put(EcdsaHints.forListedKey(prefix, point(key), digest, numbers[0], numbers[1]));
  }

  private void put(Optional<Map<String, List<BigInteger>>> hints) throws EnrolmentException {
    inputs.putAll(hints.orElseThrow(() -> new EnrolmentException(EnrolmentFault.NOT_PROVABLE)));
  }

  /// The digest of bytes, which are wiped.
  private static byte[] digest(AuthenticPassport passport, byte[] bytes) {
    try {
      return passport.hash().digest(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static P256Point point(SignerKey key) {
    if (!(key instanceof SignerKey.Ec ec) || ec.curve() != NamedCurve.P_256) {
      throw new IllegalArgumentException("this circuit is for keys on P-256");
    }
    return new P256Point(ec.x(), ec.y());
  }

  /// r and s of a signature that has been verified.
  private static BigInteger[] numbers(byte[] signature) {
    try {
      return StandardDSAEncoding.INSTANCE.decode(P256Point.ORDER, signature);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a signature that was verified", e);
    } finally {
      Arrays.fill(signature, (byte) 0);
    }
  }

  private void one(String name, BigInteger value) {
    inputs.put(name, List.of(value));
  }

  /// Puts bytes and, under the name with `Length` behind it, how many they are.
  private void bounded(String name, byte[] bytes, int blocks) {
    one(name + "Length", BigInteger.valueOf(bytes.length));
    bytes(name, bytes, EnrolmentForm.BLOCK * blocks);
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
