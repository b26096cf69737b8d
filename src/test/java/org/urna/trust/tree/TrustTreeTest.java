package org.urna.trust.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.election.StateCertificate;
import org.urna.proof.hash.Poseidon;
import org.urna.trust.DocumentSigner;
import org.urna.trust.HashAlgorithm;
import org.urna.trust.SignatureScheme;
import org.urna.trust.SignerKey;
import org.urna.trust.SignerKeyType;
import org.urna.trust.TestAuthority;
import org.urna.trust.TrustList;
import org.urna.trust.TrustListException;

class TrustTreeTest {
  private static final TestAuthority AUTHORITY = new TestAuthority("RSA2048", "SHA256withRSA", 0);

  /// The tree by its definition: 65,536 leaves, no short cut for the empty part.
  private static BigInteger slowRoot(List<BigInteger> leaves) {
    List<BigInteger> level = new ArrayList<>(leaves);
    Collections.sort(level);
    BigInteger empty = BigInteger.ZERO;
    BigInteger tag = new BigInteger(1, "urna.node.v1".getBytes(StandardCharsets.US_ASCII));
    for (int height = 0; height < 16; height++) {
      // Every node right of the last one is the same; two of them stand for all.
      while (level.size() % 2 != 0 || level.size() < 2) {
        level.add(empty);
      }
      List<BigInteger> above = new ArrayList<>();
      for (int i = 0; i < level.size(); i += 2) {
        above.add(Poseidon.hash(tag, level.get(i), level.get(i + 1)));
      }
      empty = Poseidon.hash(tag, empty, empty);
      level = above;
    }
    return level.getFirst();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 17, 64})
  void agreesWithTheDefinitionAndEveryPathLeadsToTheRoot(int count) {
    Random random = new Random(count);
    List<BigInteger> leaves =
        new ArrayList<>(
            IntStream.range(0, count)
                .mapToObj(_ -> new BigInteger(250, random).add(BigInteger.ONE))
                .toList());
    TrustTree tree = TrustTree.of(leaves);
    assertThat(tree.root()).isEqualTo(slowRoot(leaves));
    for (BigInteger leaf : leaves) {
      MerklePath path = tree.pathOf(leaf).orElseThrow();
      assertThat(path.root()).isEqualTo(tree.root());
      assertThat(new MerklePath(leaf, path.index() ^ 1, path.siblings()).root())
          .isNotEqualTo(tree.root());
    }
    assertThat(tree.pathOf(BigInteger.TWO)).isEmpty();
    Collections.shuffle(leaves, random);
    leaves.add(leaves.getFirst());
    assertThat(TrustTree.of(leaves).root()).as("order and repetition").isEqualTo(tree.root());
  }

  @Test
  void refusesWhatIsNoSetOfLeaves() {
    assertThatThrownBy(() -> TrustTree.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TrustTree.of(List.of(BigInteger.ZERO)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TrustTree.of(List.of(BigInteger.ONE.shiftLeft(254))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void leafBindsStateTypeAndEveryBitOfTheModulus() {
    BigInteger modulus =
        ((RSAPublicKey) TestAuthority.key("RSA2048", "signer").getPublic()).getModulus();
    BigInteger f4 = BigInteger.valueOf(65_537);
    DocumentSigner signer =
        new DocumentSigner(
            "RUS", SignatureScheme.rsa(HashAlgorithm.SHA_256), new SignerKey.Rsa(modulus, f4));
    BigInteger leaf = TrustTree.leafOf(signer).orElseThrow();

    List<BigInteger> inputs = new ArrayList<>();
    inputs.add(new BigInteger(1, "urna.signer.v1".getBytes(StandardCharsets.US_ASCII)));
    inputs.add(new BigInteger("525553", 16));
    inputs.add(BigInteger.ONE);
    BigInteger rest = modulus;
    BigInteger base = BigInteger.TWO.pow(240);
    for (int i = 0; i < 9; i++) {
      inputs.add(rest.mod(base));
      rest = rest.divide(base);
    }
    assertThat(rest).isZero();
    assertThat(leaf).isEqualTo(Poseidon.hash(inputs));

    assertThat(TrustTree.leafOf(new DocumentSigner("UTO", signer.scheme(), signer.key())))
        .isPresent()
        .get()
        .isNotEqualTo(leaf);
    for (int bit = 1; bit < 2047; bit += 31) {
      assertThat(
              TrustTree.leafOf(
                  new DocumentSigner(
                      "RUS", signer.scheme(), new SignerKey.Rsa(modulus.flipBit(bit), f4))))
          .isPresent()
          .get()
          .isNotEqualTo(leaf);
    }
    SignatureScheme pss =
        new SignatureScheme(SignatureScheme.Kind.RSA_PSS, HashAlgorithm.SHA_256, 32);
    assertThat(TrustTree.leafOf(new DocumentSigner("RUS", pss, signer.key())))
        .isPresent()
        .get()
        .isNotEqualTo(leaf);
    assertThat(
            TrustTree.leafOf(
                new DocumentSigner(
                    "RUS",
                    SignatureScheme.rsa(HashAlgorithm.SHA_512),
                    new SignerKey.Rsa(modulus, f4))))
        .as("no circuit for this hash")
        .isEmpty();
  }

  @Test
  void signerListFindsItsSignersAndNoOthers() throws TrustListException {
    StateCertificate listed =
        TestAuthority.pinned("UTO", AUTHORITY.issue(TestAuthority.key("RSA2048", "signer")).sign());
    StateCertificate other =
        TestAuthority.pinned(
            "UTO", AUTHORITY.issue(TestAuthority.key("RSA2048", "other")).serial(5).sign());
    SignerKeyType type = SignerKeyType.RSA_2048_PKCS1_SHA256;
    SignerList list = SignerList.of(List.of(listed), type);
    assertThat(SignerList.of(List.of(other, listed), type).tree().root())
        .isEqualTo(SignerList.of(List.of(listed, other), type).tree().root())
        .isNotEqualTo(list.tree().root());
    assertThat(list.pathOf(DocumentSigner.listed(listed, type))).isPresent();
    assertThat(list.pathOf(DocumentSigner.listed(other, type))).isEmpty();
    DocumentSigner abroad =
        new DocumentSigner(
            "XOM", list.signers().getFirst().scheme(), list.signers().getFirst().key());
    assertThat(list.pathOf(abroad)).isEmpty();

    list.requireVouchedFor(TrustList.of(List.of(AUTHORITY.pinnedFor("UTO"))));
    assertThatThrownBy(
            () -> list.requireVouchedFor(TrustList.of(List.of(AUTHORITY.pinnedFor("XOM")))))
        .isInstanceOf(TrustListException.class);
    StateCertificate sha1 =
        TestAuthority.pinned(
            "UTO",
            AUTHORITY
                .issue(TestAuthority.key("RSA2048", "signer"))
                .algorithm("SHA1withRSA")
                .sign());
    assertThatThrownBy(
            () ->
                SignerList.of(List.of(sha1), type)
                    .requireVouchedFor(TrustList.of(List.of(AUTHORITY.pinnedFor("UTO")))))
        .isInstanceOf(TrustListException.class);
    TestAuthority stranger = new TestAuthority("RSA2048", "SHA256withRSA", 7);
    assertThatThrownBy(
            () -> list.requireVouchedFor(TrustList.of(List.of(stranger.pinnedFor("UTO")))))
        .isInstanceOf(TrustListException.class);
  }

  @Test
  void signerListRefusesWhatIsNoSignerOfItsType() {
    SignerKeyType type = SignerKeyType.RSA_2048_PKCS1_SHA256;
    assertThatThrownBy(() -> SignerList.of(List.of(), type)).isInstanceOf(TrustListException.class);
    for (String kind : List.of("RSA3072", "RSA2048/3", "secp256r1")) {
      StateCertificate wrong =
          TestAuthority.pinned("UTO", AUTHORITY.issue(TestAuthority.key(kind, "signer")).sign());
      assertThatThrownBy(() -> SignerList.of(List.of(wrong), type))
          .isInstanceOf(TrustListException.class);
    }
    assertThatThrownBy(() -> SignerList.of(List.of(AUTHORITY.pinnedFor("UTO")), type))
        .as("an authority is not a document signer")
        .isInstanceOf(TrustListException.class);
  }

  @Test
  void trustListRefusesWhatIsNoAuthority() {
    StateCertificate signer =
        TestAuthority.pinned("UTO", AUTHORITY.issue(TestAuthority.key("RSA2048", "signer")).sign());
    assertThatThrownBy(() -> TrustList.of(List.of(signer))).isInstanceOf(TrustListException.class);
    assertThatThrownBy(
            () -> TrustList.of(List.of(AUTHORITY.pinnedFor("UTO"), AUTHORITY.pinnedFor("XOM"))))
        .as("one key for two states")
        .isInstanceOf(TrustListException.class);
    TestAuthority small = new TestAuthority("secp224r1", "SHA256withECDSA", 4);
    assertThatThrownBy(() -> TrustList.of(List.of(small.pinnedFor("UTO"))))
        .isInstanceOf(TrustListException.class);
  }

  @Test
  void trustListRefusesTwoStatesKeysWithOneIdentifier() throws Exception {
    TestAuthority russian = new TestAuthority("secp256r1", "SHA256withECDSA", 5);
    TestAuthority neighbour = new TestAuthority("secp256r1", "SHA256withECDSA", 6);
    byte[] identifier =
        russian.certificate.getExtension(Extension.subjectKeyIdentifier).getExtnValue().getOctets();
    StateCertificate borrowed =
        TestAuthority.pinned(
            "UTO",
            neighbour
                .issue(neighbour.keys)
                .authority()
                .extension(Extension.subjectKeyIdentifier, false, identifier)
                .sign());
    assertThatThrownBy(() -> TrustList.of(List.of(russian.pinnedFor("RUS"), borrowed)))
        .isInstanceOf(TrustListException.class)
        .hasMessageContaining("identifier is pinned for RUS");
    // A link certificate beside a self-signed one has the same key and state.
    assertThat(TrustList.of(List.of(russian.pinnedFor("RUS"), russian.pinnedFor("RUS"))).size())
        .isEqualTo(2);
    assertThat(TrustList.of(List.of(russian.pinnedFor("RUS"), neighbour.pinnedFor("UTO"))).size())
        .isEqualTo(2);
  }
}
