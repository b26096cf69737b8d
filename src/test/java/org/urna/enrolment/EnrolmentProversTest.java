package org.urna.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.urna.badge.Nullifier;
import org.urna.badge.NullifierKey;
import org.urna.badge.VoterBadge;
import org.urna.election.EligibilityRule.UniqueBy;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.practice.specimen.PracticeScheme;
import org.urna.proof.Groth16Prover;
import org.urna.proof.Groth16Verifier;
import org.urna.proof.ProgressListener;
import org.urna.proof.ProvingKey;
import org.urna.proof.circom.DevelopmentKeys;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.HashAlgorithm;
import org.urna.trust.SignedPassports;
import org.urna.trust.tree.TrustedKeys;

/// An election that admits the chain and the listed form, with real proofs: the passport chooses,
/// and a person is one voter with either.
class EnrolmentProversTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final List<String> CIRCUITS =
      List.of("enrolment-p256-sha1-chain", EnrolmentFixture.RSA);

  private static final List<ProvingKey> KEYS = new ArrayList<>();
  private static EnrolmentProvers provers;

  @BeforeAll
  static void open() throws Exception {
    List<EnrolmentProver> each = new ArrayList<>();
    for (String circuit : CIRCUITS) {
      each.add(prover(each.size(), circuit));
    }
    provers = new EnrolmentProvers(each);
  }

  private static EnrolmentProver prover(int variant, String circuit) throws Exception {
    TrustedKeys trusted = SpecimenVariants.trusted(circuit);
    DevelopmentKeys.ensure(EnrolmentFixture.FILES, circuit);
    KEYS.add(ProvingKey.open(EnrolmentFixture.FILES.provingKey(circuit)));
    return new EnrolmentProver(
        EnrolmentFixture.terms(SpecimenVariants.rule(UniqueBy.PERSON), variant, circuit, trusted),
        trusted,
        EnrolmentFixture.calculator(circuit),
        KEYS.getLast(),
        EnrolmentFixture.FILES.verifyingKey(circuit),
        new Groth16Prover(RANDOM, Runtime.getRuntime().availableProcessors()),
        new Groth16Verifier());
  }

  @AfterAll
  static void close() {
    KEYS.forEach(ProvingKey::close);
  }

  @Test
  void oneVoterWithARussianAndAListedPassport() throws Exception {
    Set<Nullifier> nullifiers = new LinkedHashSet<>();
    Set<Integer> variants = new LinkedHashSet<>();
    for (PracticeScheme scheme :
        List.of(PracticeScheme.RUSSIAN_P256_SHA1, PracticeScheme.RSA_PKCS1_SHA256)) {
      try (AuthenticPassport passport = SpecimenVariants.passport(scheme);
          NullifierKey key = EnrolmentFixture.key();
          VoterBadge badge = VoterBadge.draw(RANDOM)) {
        assertThat(provers.obstacle(passport)).isEmpty();
        Enrolment enrolment =
            provers.prove(passport, badge.commitment(), key, ProgressListener.NONE);

        assertThat(enrolment.badge()).isEqualTo(badge.commitment());
        assertThat(enrolment.nullifier()).isEqualTo(provers.nullifierOf(passport, key));
        assertThat(enrolment.signals().circuit().name())
            .isEqualTo(CIRCUITS.get(enrolment.variant()));
        assertThat(
                new Groth16Verifier()
                    .verify(
                        EnrolmentFixture.FILES.verifyingKey(CIRCUITS.get(enrolment.variant())),
                        enrolment.signals(),
                        enrolment.proof()))
            .isTrue();
        nullifiers.add(enrolment.nullifier());
        variants.add(enrolment.variant());
      }
    }
    assertThat(nullifiers).hasSize(1);
    assertThat(variants).containsExactly(0, 1);
  }

  @Test
  void saysThatNoVariantVerifiesThisKindOfSignature() throws Exception {
    try (AuthenticPassport passport = SpecimenVariants.passport(PracticeScheme.RSA_PSS_SHA256)) {
      assertThat(provers.obstacle(passport)).contains(EnrolmentObstacle.UNSUPPORTED_ALGORITHM);
      assertThat(provers.refusalOf(passport))
          .contains(new Failure(FailureCode.NO_VARIANT_FOR_PASSPORT, "RSA-2048 PSS SHA-256"));
    }
  }

  /// Genuine passports of a state whose authority is pinned: nobody may doubt the signer or the
  /// signature for what only the circuits lack.
  @ParameterizedTest
  @CsvSource({
    "RSA3072, SHA256withRSA, SHA_256, RSA-3072 SHA-256",
    "RSA4096, SHA512withRSA, SHA_512, RSA-4096 SHA-512",
    "RSA2048, SHA512withRSA, SHA_512, RSA-2048 SHA-512",
    "RSA2048/3, SHA256withRSA, SHA_256, RSA-2048 e=3 SHA-256",
    "RSA2048, SHA384withRSAandMGF1, SHA_384, RSA-2048 PSS SHA-384",
    "secp384r1, SHA384withECDSA, SHA_384, secp384r1 SHA-384",
    "secp521r1, SHA512withECDSA, SHA_512, secp521r1 SHA-512",
    "secp256r1, SHA512withECDSA, SHA_512, secp256r1 SHA-512",
    "brainpoolP256r1, SHA256withECDSA, SHA_256, brainpoolP256r1 SHA-256",
    "brainpoolP384r1, SHA384withECDSA, SHA_384, brainpoolP384r1 SHA-384",
    "brainpoolP512r1, SHA512withECDSA, SHA_512, brainpoolP512r1 SHA-512"
  })
  void aKindOfSignatureThatNoCircuitKnowsCannotBeProvedHereYet(
      String key, String algorithm, HashAlgorithm hash, String shown) {
    try (AuthenticPassport passport =
        SignedPassports.signedBy(key, algorithm, hash, "RUS", dg1())) {
      assertThat(provers.obstacle(passport)).contains(EnrolmentObstacle.UNSUPPORTED_ALGORITHM);
      assertThat(provers.refusalOf(passport))
          .contains(new Failure(FailureCode.NO_VARIANT_FOR_PASSPORT, shown));
    }
  }

  @Test
  void aSignerOfAProvableKindThatNobodyListedIsNotKnown() {
    try (AuthenticPassport passport =
        SignedPassports.authentic("RUS", dg1(), SignedPassports.Layout.PLAIN)) {
      assertThat(provers.obstacle(passport)).contains(EnrolmentObstacle.SIGNER_NOT_LISTED);
      assertThat(provers.refusalOf(passport)).contains(passport.issuerHint().failure());
      assertThat(passport.issuerHint().failure().code()).isEqualTo(FailureCode.SIGNER_UNKNOWN);
    }
  }

  private static byte[] dg1() {
    byte[] header = {0x61, 0x5B, 0x5F, 0x1F, 0x58};
    byte[] dg1 = Arrays.copyOf(header, header.length + 88);
    byte[] zone =
        ("P<RUSERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
                + "L898902C36RUS7408122F3004151<<<<<<<<<<<<<<00")
            .getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(zone, 0, dg1, header.length, zone.length);
    return dg1;
  }

  @Test
  void refusesNoVariantAndVariantsOfDifferentElections() throws Exception {
    assertThatThrownBy(() -> new EnrolmentProvers(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    TrustedKeys trusted = SpecimenVariants.trusted(EnrolmentFixture.RSA);
    EnrolmentTerms one =
        EnrolmentFixture.terms(
            SpecimenVariants.rule(UniqueBy.PERSON), 0, EnrolmentFixture.RSA, trusted);
    EnrolmentTerms other =
        EnrolmentFixture.terms(
            SpecimenVariants.rule(UniqueBy.DOCUMENT), 1, EnrolmentFixture.RSA, trusted);
    assertThat(one.isSameElection(other)).isFalse();
  }
}
