package org.urna.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Hash;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;
import org.web3j.crypto.StructuredDataEncoder;

/// web3j is the independent program here: signatures, hashes and typed data are compared with its.
class EcdsaSignatureTest {
  private static final BigInteger N =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  @Test
  void keysSignaturesAndHashesAgreeWithWeb3j() {
    Random random = new Random(1);
    for (int i = 0; i < 40; i++) {
      BigInteger key = new BigInteger(255, random).add(BigInteger.ONE);
      byte[] digest = new byte[32];
      random.nextBytes(digest);
      ECKeyPair pair = ECKeyPair.create(key);
      EcdsaSignature signature = EcdsaSignature.sign(key, Bytes.of(digest));
      Sign.SignatureData theirs = Sign.signMessage(digest, pair, false);
      assertThat(signature.toBytes().toByteArray())
          .startsWith(theirs.getR())
          .endsWith(theirs.getV());
      assertThat(signature.s()).isEqualTo(new BigInteger(1, theirs.getS()));
      assertThat(signature.recover(Bytes.of(digest)).orElseThrow().toString())
          .isEqualTo(Keys.toChecksumAddress(Keys.getAddress(pair)));
      assertThat(Keccak256.hash(digest)).isEqualTo(Hash.sha3(digest));
    }
  }

  @Test
  void organisersSignatureIsWhatAWalletMakesOfTheSentence() {
    ElectionManifest manifest = ElectionFixtures.practice();
    String message = PackageSignature.message(manifest.manifestHash(), ElectionFixtures.chain());
    Sign.SignatureData wallet =
        Sign.signPrefixedMessage(
            message.getBytes(StandardCharsets.UTF_8),
            ECKeyPair.create(ElectionFixtures.ORGANISER_KEY));
    EcdsaSignature ours =
        PackageSignature.sign(manifest, ElectionFixtures.chain(), ElectionFixtures.ORGANISER_KEY)
            .signature();
    assertThat(Bytes.word(ours.r())).isEqualTo(wallet.getR());
    assertThat(Bytes.word(ours.s())).isEqualTo(wallet.getS());
    assertThat(ours.v()).isEqualTo(wallet.getV()[0]);
  }

  @Test
  void typedDataDigestAgreesWithWeb3j() throws Exception {
    Bytes hash = ElectionFixtures.hash("ballots");
    String json =
        """
        {"types":{"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},
          {"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],
          "Batch":[{"name":"sequence","type":"uint64"},{"name":"count","type":"uint32"},
          {"name":"ballotsHash","type":"bytes32"}]},
         "primaryType":"Batch",
         "domain":{"name":"Urna","version":"1","chainId":31337,
          "verifyingContract":"0x5FbDB2315678afecb367f032d93F642f64180aa3"},
         "message":{"sequence":7,"count":3,"ballotsHash":"%s"}}"""
            .formatted(hash);
    byte[] theirs = new StructuredDataEncoder(json).hashStructuredData();
    Bytes ours =
        ElectionFixtures.chain()
            .domain()
            .digest(
                Eip712Domain.typeHash("Batch(uint64 sequence,uint32 count,bytes32 ballotsHash)"),
                Bytes.word(BigInteger.valueOf(7)),
                Bytes.word(BigInteger.valueOf(3)),
                hash.toByteArray());
    assertThat(ours.toByteArray()).isEqualTo(theirs);
  }

  @Test
  void everyChangedByteChangesTheSignerOrIsRefused() {
    Bytes digest = ElectionFixtures.hash("message");
    EcdsaSignature signature = EcdsaSignature.sign(ElectionFixtures.STATION_KEY, digest);
    byte[] bytes = signature.toBytes().toByteArray();
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      try {
        assertThat(EcdsaSignature.ofBytes(Bytes.of(changed)).recover(digest))
            .as("byte %d", i)
            .isNotEqualTo(java.util.Optional.of(ElectionFixtures.STATION));
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageStartingWith("signature");
      }
    }
    byte[] otherDigest = digest.toByteArray();
    otherDigest[0] ^= 1;
    assertThat(signature.recover(Bytes.of(otherDigest)))
        .isNotEqualTo(java.util.Optional.of(ElectionFixtures.STATION));
  }

  @Test
  void refusesTheLargerTwinAndEveryValueOutOfRange() {
    EcdsaSignature good =
        EcdsaSignature.sign(ElectionFixtures.STATION_KEY, ElectionFixtures.hash("x"));
    BigInteger r = good.r();
    BigInteger s = good.s();
    for (BigInteger bad : new BigInteger[] {BigInteger.ZERO, N, N.add(BigInteger.ONE)}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new EcdsaSignature(bad, s, 27));
      assertThatIllegalArgumentException().isThrownBy(() -> new EcdsaSignature(r, bad, 27));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EcdsaSignature(r, N.subtract(s), 55 - good.v()));
    for (int v : new int[] {0, 1, 26, 29}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new EcdsaSignature(r, s, v));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "0xde709f2102306220921060314715629080e2fb77",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
      })
  void writesAddressesWithTheChecksumOfEip55(String address) {
    assertThat(Address.parse(address).toString()).isEqualTo(address);
  }

  @Test
  void refusesAnAddressWithAWrongChecksum() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed"))
        .withMessageContaining("EIP-55");
  }

  @Test
  void wordsKeepTheFullUnsignedRange() {
    BigInteger max = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    byte[] ones = new byte[32];
    Arrays.fill(ones, (byte) 0xff);
    assertThat(Bytes.word(max)).isEqualTo(ones);
    assertThat(Bytes.word(BigInteger.ZERO)).isEqualTo(new byte[32]);
    assertThat(Bytes.ofWord(BigInteger.ONE.shiftLeft(255)).toInteger())
        .isEqualTo(BigInteger.ONE.shiftLeft(255));
    assertThatIllegalArgumentException().isThrownBy(() -> Bytes.word(max.add(BigInteger.ONE)));
    assertThatIllegalArgumentException().isThrownBy(() -> Bytes.word(BigInteger.ONE.negate()));
  }
}
