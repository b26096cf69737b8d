package org.urna.kiosk.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.urna.election.Bytes;
import org.urna.election.EligibilityRule;
import org.urna.election.EligibilityRule.UniqueBy;
import org.urna.enrolment.EnrolmentProver;
import org.urna.enrolment.EnrolmentTerms;
import org.urna.office.Installation;
import org.urna.practice.specimen.Specimens;
import org.urna.proof.Circuit;
import org.urna.proof.Groth16Prover;
import org.urna.proof.Groth16Verifier;
import org.urna.proof.ProvingKey;
import org.urna.proof.circom.CircuitFiles;
import org.urna.proof.circom.DevelopmentKeys;
import org.urna.proof.circom.WitnessCalculator;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.SignerKeyType;
import org.urna.trust.TrustList;
import org.urna.trust.tree.TrustedKeys;

/// The warm-up of every variant that a station can have, on the recordings that the build has
/// packed, with the real calculators. Proofs are made for the smallest circuit alone, and with
/// `-Durna.exhaustive=true` for all: a witness needs no key.
class EnrolmentWarmUpTest {
  private static final String SMALLEST = "enrolment-rsa2048-sha256";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final CircuitFiles FILES = Installation.circuits(null);

  private static ProvingKey key;

  @BeforeAll
  static void open() throws Exception {
    key = key(SMALLEST);
  }

  private static ProvingKey key(String circuit) throws Exception {
    DevelopmentKeys.ensure(FILES, circuit);
    return ProvingKey.open(FILES.provingKey(circuit));
  }

  @AfterAll
  static void close() {
    key.close();
  }

  @AfterEach
  void leaveNoInterrupt() {
    Thread.interrupted();
  }

  static Stream<String> circuits() throws Exception {
    return FILES.circuits().all().stream()
        .map(Circuit::name)
        .filter(name -> SignerKeyType.ofCircuit(name).isPresent());
  }

  static Stream<String> proven() throws Exception {
    return Boolean.getBoolean("urna.exhaustive") ? circuits() : Stream.of(SMALLEST);
  }

  private static EnrolmentWarmUp warmUp(ChipRecording recording) throws Exception {
    return warmUp(recording, key);
  }

  /// Of a prover as a station of the practice state has it.
  private static EnrolmentWarmUp warmUp(ChipRecording recording, ProvingKey provingKey)
      throws Exception {
    return new EnrolmentWarmUp(prover(recording, provingKey), recording, RANDOM);
  }

  private static EnrolmentProver prover(ChipRecording recording, ProvingKey provingKey)
      throws Exception {
    String circuit = recording.circuit();
    TrustedKeys trusted =
        TrustedKeys.of(circuit, recording.signers(), recording.anchors(), recording.state());
    return new EnrolmentProver(
        new EnrolmentTerms(
            0,
            FILES.circuits().byName(circuit),
            BigInteger.TEN,
            trusted.tree().root(),
            BigInteger.TWO,
            new EligibilityRule(
                recording.state(),
                Specimens.POLLING_DAY.minusYears(18),
                Specimens.POLLING_DAY,
                UniqueBy.PERSON)),
        trusted,
        WitnessCalculator.load(FILES.wasm(circuit)),
        provingKey,
        provingKey.verifyingKey(),
        new Groth16Prover(RANDOM, 2),
        new Groth16Verifier());
  }

  @ParameterizedTest
  @MethodSource("circuits")
  void theCircuitAcceptsItsWitness(String circuit) throws Exception {
    EnrolmentWarmUp warmUp = warmUp(ChipRecording.of(circuit));
    warmUp.witness();
    // And again, as often as it takes.
    assertThatCode(warmUp::witness).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("proven")
  void itsProofVerifies(String circuit) throws Exception {
    try (ProvingKey own = key(circuit)) {
      // EnrolmentProver hands nothing out that does not.
      assertThatCode(warmUp(ChipRecording.of(circuit), own)::prove).doesNotThrowAnyException();
    }
  }

  @Test
  void aVoterInterruptsItAndItCanStartAgain() throws Exception {
    EnrolmentWarmUp warmUp = warmUp(ChipRecording.of(SMALLEST));
    Thread.currentThread().interrupt();
    assertThatThrownBy(warmUp::prove).isInstanceOf(InterruptedException.class);
    Thread.interrupted();
    warmUp.witness();
    Thread.currentThread().interrupt();
    assertThatThrownBy(warmUp::witness).isInstanceOf(InterruptedException.class);
    Thread.interrupted();
    warmUp.witness();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aRecordingOfAnotherCircuitIsRefused() throws Exception {
    ChipRecording recording = ChipRecording.of(SMALLEST);
    EnrolmentProver prover = prover(recording, key);
    ChipRecording other = ChipRecording.of("enrolment-p256-sha256");
    assertThatThrownBy(() -> new EnrolmentWarmUp(prover, other, RANDOM))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// What another build has recorded does not fit to the byte what this program says to a chip.
  @Test
  void aRecordingOfAnotherReadingIsNoticed() throws Exception {
    ChipRecording fresh = ChipRecording.of(SMALLEST);
    List<ChipRecording> stale = new ArrayList<>();
    for (int i = 0; i < fresh.exchanges().size(); i++) {
      ChipRecording.Exchange exchange = fresh.exchanges().get(i);
      Bytes otherwise = flipped(exchange.command(), exchange.command().size() - 1);
      stale.add(with(fresh, i, new ChipRecording.Exchange(otherwise, exchange.response())));
    }
    // The last that is drawn is for Chip Authentication; the first the reader never shows.
    stale.add(with(fresh, flipped(fresh.random(), fresh.random().size() - 1)));
    List<ChipRecording.Exchange> longer = new ArrayList<>(fresh.exchanges());
    longer.add(longer.getLast());
    stale.add(with(fresh, longer));
    stale.add(with(fresh, fresh.exchanges().subList(0, fresh.exchanges().size() - 1)));
    stale.add(with(fresh, Bytes.of(new byte[0])));
    byte[] more = new byte[fresh.random().size() + 1];
    System.arraycopy(fresh.random().toByteArray(), 0, more, 0, more.length - 1);
    stale.add(with(fresh, Bytes.of(more)));
    EnrolmentProver prover = prover(fresh, key);
    for (ChipRecording each : stale) {
      EnrolmentWarmUp warmUp = new EnrolmentWarmUp(prover, each, RANDOM);
      assertThatThrownBy(warmUp::witness).isInstanceOf(RecordingException.class);
    }
    assertThatCode(new EnrolmentWarmUp(prover, fresh, RANDOM)::witness).doesNotThrowAnyException();
  }

  /// A chip's answer that was altered is noticed by the reader itself; of those without content,
  /// which only say no, another no is as good.
  @Test
  void anAlteredAnswerIsNoticed() throws Exception {
    ChipRecording fresh = ChipRecording.of(SMALLEST);
    TrustList anchors = TrustList.of(fresh.anchors());
    for (int i = 0; i < fresh.exchanges().size(); i++) {
      ChipRecording.Exchange exchange = fresh.exchanges().get(i);
      if (exchange.response().size() == 2) {
        continue;
      }
      ChipRecording altered =
          with(
              fresh,
              i,
              new ChipRecording.Exchange(exchange.command(), flipped(exchange.response(), 0)));
      SpecimenReading reading = new SpecimenReading(anchors, fresh.day(), fresh.page());
      assertThatThrownBy(
              () -> {
                try (AuthenticPassport _ =
                    reading.read(new ReplayedChip(altered), new ReplayedRandom(altered.random()))) {
                  assertThat(altered).isNotEqualTo(fresh);
                }
              })
          .as("answer %d", i)
          .isInstanceOf(RecordingException.class);
    }
  }

  @Test
  void whatIsDrawnIsWhatWasRecordedAndNothingBeyond() {
    ReplayedRandom random = new ReplayedRandom(Bytes.of(new byte[] {1, 2, 3}));
    byte[] two = new byte[2];
    random.nextBytes(two);
    assertThat(two).containsExactly(1, 2);
    assertThat(random.isUsedUp()).isFalse();
    assertThatThrownBy(() -> random.nextBytes(two)).isInstanceOf(IllegalStateException.class);
    random.nextBytes(new byte[1]);
    assertThat(random.isUsedUp()).isTrue();
    assertThatThrownBy(random::nextLong).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> random.generateSeed(1))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> random.setSeed(new byte[8]))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static Bytes flipped(Bytes bytes, int at) {
    byte[] flipped = bytes.toByteArray();
    flipped[at] ^= 1;
    return Bytes.of(flipped);
  }

  private static ChipRecording with(
      ChipRecording recording, int index, ChipRecording.Exchange exchange) {
    List<ChipRecording.Exchange> exchanges = new ArrayList<>(recording.exchanges());
    exchanges.set(index, exchange);
    return with(recording, exchanges);
  }

  private static ChipRecording with(
      ChipRecording recording, List<ChipRecording.Exchange> exchanges) {
    return new ChipRecording(
        recording.circuit(),
        recording.day(),
        recording.page(),
        recording.anchors(),
        recording.signers(),
        recording.random(),
        recording.answerToReset(),
        exchanges);
  }

  private static ChipRecording with(ChipRecording recording, Bytes random) {
    return new ChipRecording(
        recording.circuit(),
        recording.day(),
        recording.page(),
        recording.anchors(),
        recording.signers(),
        random,
        recording.answerToReset(),
        recording.exchanges());
  }
}
