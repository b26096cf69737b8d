package org.urna.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.urna.badge.BadgeCommitment;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.EcdsaSignature;
import org.urna.election.Eip712Domain;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BallotCodeTest {
  private JsonNode vector;
  private BigInteger electionId;
  private Address station;
  private BadgeCommitment badge;
  private final List<BigInteger> ciphertexts = new ArrayList<>();

  @BeforeEach
  void read() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/vectors/ballot/code.json")) {
      vector = JsonMapper.shared().readTree(in);
    }
    electionId = new BigInteger(text("electionId"));
    station = Address.parse(text("station"));
    badge = new BadgeCommitment(new BigInteger(text("badge")));
    vector.required("ciphertexts").forEach(n -> ciphertexts.add(new BigInteger(n.stringValue())));
  }

  private String text(String key) {
    return vector.required(key).stringValue();
  }

  private BallotCode code() {
    return BallotCode.of(electionId, station, badge, ciphertexts);
  }

  private Eip712Domain domain() {
    return new Eip712Domain(
        BigInteger.valueOf(vector.required("chainId").intValue()), Address.parse(text("contract")));
  }

  @Test
  void equalsWhatEthersComputes() {
    assertThat(code()).isEqualTo(BallotCode.ofHex(text("code")));
    assertThat(Promise.digest(domain(), electionId, code()))
        .isEqualTo(Bytes.ofHex(text("promiseDigest")));
  }

  @Test
  void everyPartChangesTheCode() {
    Set<BallotCode> codes = new HashSet<>(Set.of(code()));
    BigInteger one = BigInteger.ONE;
    assertThat(codes.add(BallotCode.of(electionId.add(one), station, badge, ciphertexts))).isTrue();
    Address other = EcdsaSignature.addressOf(BigInteger.TEN);
    assertThat(codes.add(BallotCode.of(electionId, other, badge, ciphertexts))).isTrue();
    BadgeCommitment otherBadge = new BadgeCommitment(badge.value().add(one));
    assertThat(codes.add(BallotCode.of(electionId, station, otherBadge, ciphertexts))).isTrue();
    for (int i = 0; i < ciphertexts.size(); i++) {
      List<BigInteger> changed = new ArrayList<>(ciphertexts);
      changed.set(i, changed.get(i).add(one));
      assertThat(codes.add(BallotCode.of(electionId, station, badge, changed))).isTrue();
    }
  }

  @Test
  void aPromiseIsItsStationsForItsContractElectionAndBallot() {
    Promise promise =
        new Promise(
            electionId, code(), EcdsaSignature.ofBytes(Bytes.ofHex(text("promiseSignature"))));
    Address signer = Address.parse(text("signer"));
    assertThat(promise.isBy(signer, domain())).isTrue();
    assertThat(promise.isBy(station, domain())).isFalse();
    assertThat(promise.isBy(signer, new Eip712Domain(BigInteger.ONE, domain().verifyingContract())))
        .isFalse();
    assertThat(promise.isBy(signer, new Eip712Domain(domain().chainId(), station))).isFalse();
    assertThat(
            new Promise(electionId.add(BigInteger.ONE), code(), promise.signature())
                .isBy(signer, domain()))
        .isFalse();
    assertThat(
            new Promise(electionId, BallotCode.ofHex("11".repeat(32)), promise.signature())
                .isBy(signer, domain()))
        .isFalse();
  }

  @Test
  void passesThroughHexAndQr() {
    BallotCode code = code();
    assertThat(BallotCode.ofHex(code.hex())).isEqualTo(code);
    assertThat(BallotCode.ofQrText(code.qrText())).isEqualTo(code);
    assertThat(code.qrText()).matches("URNA:BALLOT:1:[0-9A-F]{64}");
    for (String bad : List.of("", code.hex(), code.qrText() + "0", code.qrText().toLowerCase())) {
      assertThatThrownBy(() -> BallotCode.ofQrText(bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> BallotCode.ofHex("00".repeat(31)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sixWordsAreTheLowDigitsOfTheUpperHalf() {
    BallotCode code = code();
    BigInteger rest = code.value().toInteger().shiftRight(128);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      expected.add(WordList.of("en").all().get(rest.mod(BigInteger.valueOf(2048)).intValue()));
      rest = rest.divide(BigInteger.valueOf(2048));
    }
    assertThat(code.sixWords("en")).isEqualTo(expected).hasSize(6);
    assertThat(code.sixWords("ru")).hasSize(6).allMatch(word -> word.matches("[а-я]{2,10}"));
    assertThat(BallotCode.ofHex("22".repeat(32)).sixWords("ru")).isNotEqualTo(code.sixWords("ru"));
    assertThatThrownBy(() -> code.sixWords("de")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> code.sixWords("../en")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void wordListsHaveManyDistinctShortWords() {
    assertThat(WordList.of("en").all()).hasSize(2048).doesNotHaveDuplicates();
    assertThat(WordList.of("ru").all())
        .hasSize(1218)
        .doesNotHaveDuplicates()
        .allMatch(word -> word.matches("[а-я]{2,10}"))
        .isSorted();
  }
}
