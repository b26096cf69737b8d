package org.urna.verify;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.urna.ceremony.CeremonyKeys;
import org.urna.election.AccreditedStation;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ChainReference;
import org.urna.election.CircuitPin;
import org.urna.election.ContractCode;
import org.urna.election.EcdsaSignature;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionVariant;
import org.urna.election.EligibilityRule;
import org.urna.proof.Circuit;
import org.urna.proof.Circuits;
import org.urna.proof.Groth16Verifier;
import org.urna.proof.Proof;
import org.urna.proof.ProofFileException;
import org.urna.proof.PublicSignals;
import org.urna.proof.VerifyingKey;
import org.urna.proof.circom.CircuitFiles;
import org.urna.proof.hash.ElGamal.Ciphertext;
import org.urna.tally.EncryptedTally;
import org.urna.tally.JointKey;
import org.urna.tally.PartialDecryption;
import org.urna.tally.TallyException;
import org.urna.tally.TallyOpening;

/// Rechecks an election (protocol §9). It believes the manifest, because that is what the public
/// agreed on, and nothing else: not the contract's view functions, not its events, not its sums,
/// not the result. Everything is recomputed from calldata and compared. It never stops at the first
/// failure.
///
/// Not thread safe; one call at a time.
public final class ElectionVerifier {
  private final CircuitFiles files;
  private final ContractCode code;
  private final Groth16Verifier groth16 = new Groth16Verifier();
  private final SecureRandom random;

  /// @param files circuits.json and the verifying keys, which the manifest pins by hash; from the
  ///   auditor's own build
  /// @param code the contract's code from the auditor's own build
  /// @param random for the coefficients that batch many proofs into one check
  public ElectionVerifier(CircuitFiles files, ContractCode code, SecureRandom random) {
    this.files = files;
    this.code = code;
    this.random = random;
  }

  /// Tries every claim. Takes milliseconds per ballot.
  ///
  /// @throws ProofFileException if the auditor's own circuit files cannot be read
  public VerificationReport verify(
      ElectionManifest manifest, ChainReference chain, ChainEvidence evidence)
      throws ProofFileException {
    return new Run(manifest, chain, evidence, files.circuits()).all();
  }

  /// One verification: the findings so far and what was recomputed.
  private final class Run {
    private final ElectionManifest manifest;
    private final ChainReference chain;
    private final ChainEvidence evidence;
    private final Circuits circuits;
    private final BigInteger electionId;
    private final CeremonyCheck ceremony;
    private final List<Finding> findings = new ArrayList<>();
    private final List<CastBallot> accepted = new ArrayList<>();

    /// Ballots of a batch with a failure, or with a proof that does not hold; by identity, since
    /// two may be equal.
    private final Set<CastBallot> doubtful = Collections.newSetFromMap(new IdentityHashMap<>());

    private int skipped;
    private EncryptedTally tally = EncryptedTally.empty(2);

    Run(
        ElectionManifest manifest,
        ChainReference chain,
        ChainEvidence evidence,
        Circuits circuits) {
      this.manifest = manifest;
      this.chain = chain;
      this.evidence = evidence;
      this.circuits = circuits;
      this.electionId = manifest.electionId();
      this.ceremony = new CeremonyCheck(manifest.trustees());
    }

    VerificationReport all() {
      contract();
      terms();
      verifyingKeys();
      findings.addAll(new AnchorsCheck(manifest).findings());
      findings.add(ceremony.finding());
      batches();
      sums();
      Optional<List<BigInteger>> counts = opening();
      BigInteger gas = BigInteger.ZERO;
      BigInteger cost = BigInteger.ZERO;
      for (ChainEvidence.CastCall call : evidence.casts()) {
        gas = gas.add(call.gasUsed());
        cost = cost.add(call.gasUsed().multiply(call.gasPrice()));
      }
      int refused = (int) accepted.stream().filter(doubtful::contains).count();
      return new VerificationReport(
          findings, accepted.size() - refused, skipped + refused, counts, gas, cost);
    }

    private void expect(String claim, Object expected, Object found) {
      findings.add(
          Finding.of(
              claim,
              expected.equals(found),
              expected.equals(found) ? "" : "expected " + expected + ", found " + found));
    }

    private void contract() {
      expect("the node serves the election's chain", chain.chainId(), evidence.chainId());
      expect("the evidence is of the election's contract", chain.contract(), evidence.contract());
      findings.add(
          Finding.of(
              "the deployed code is the reproducible build",
              code.matches(evidence.runtimeCode()),
              evidence.runtimeCode().size() + " bytes"));
    }

    private void terms() {
      ChainEvidence.Terms terms = evidence.terms();
      EligibilityRule rule = manifest.eligibility();
      expect("the contract pins this manifest", manifest.manifestHash(), terms.manifestHash());
      expect("election id", electionId, terms.electionId());
      expect(
          "nullifier key commitment",
          manifest.nullifierKeyCommitment(),
          terms.nullifierKeyCommitment());
      expect("citizenship", rule.citizenshipSignal(), terms.citizenship());
      expect(
          "latest birth date",
          BigInteger.valueOf(rule.bornOnOrBeforeSignal()),
          terms.bornOnOrBefore());
      expect(
          "day on which passports must be valid",
          BigInteger.valueOf(rule.passportValidOnSignal()),
          terms.passportValidOn());
      expect("unique by", BigInteger.valueOf(rule.uniqueBy().signal()), terms.uniqueBy());
      expect(
          "trust roots",
          manifest.variants().stream().map(ElectionVariant::trustRoot).toList(),
          terms.trustRoots());
      expect(
          "joint key",
          List.of(manifest.trustees().jointKey().x(), manifest.trustees().jointKey().y()),
          List.of(terms.jointKeyX(), terms.jointKeyY()));
      expect("threshold", BigInteger.valueOf(manifest.trustees().threshold()), terms.threshold());
      expect(
          "trustees' verification keys", ceremony.verificationKeyWords(), terms.trusteeKeyWords());
      expect("options", BigInteger.valueOf(manifest.optionCount()), terms.optionCount());
      expect(
          "accredited stations",
          manifest.stations().stream()
              .map(
                  station ->
                      new ChainEvidence.StationTerm(
                          station.address(), BigInteger.valueOf(station.maxBallots())))
              .sorted(java.util.Comparator.comparing(term -> term.address().toInteger()))
              .toList(),
          terms.stations());
      expect("schedule", manifest.schedule(), terms.schedule());
    }

    private void verifyingKeys() {
      ChainEvidence.Terms terms = evidence.terms();
      List<Bytes> pinned =
          manifest.variants().stream().map(v -> v.circuit().verifyingKeyHash()).toList();
      expect("enrolment verifying keys in the contract", pinned, terms.enrolmentKeyHashes());
      expect(
          "ballot verifying key in the contract",
          manifest.ballotCircuit().verifyingKeyHash(),
          terms.ballotKeyHash());
      expect(
          "decryption verifying key in the contract",
          manifest.decryptionCircuit().verifyingKeyHash(),
          terms.decryptionKeyHash());
      List<CircuitPin> pins = new ArrayList<>();
      manifest.variants().forEach(variant -> pins.add(variant.circuit()));
      pins.add(manifest.ballotCircuit());
      pins.add(manifest.decryptionCircuit());
      for (CircuitPin pin : pins) {
        Optional<VerifyingKey> key = key(pin);
        if (!manifest.practice()) {
          // What the manifest says of its keys is a claim; the key itself shows where it comes
          // from.
          boolean development =
              pin.development() || key.map(VerifyingKey::development).orElse(false);
          String flaw =
              development
                  ? "they are development keys"
                  : CeremonyKeys.flaw(
                          files,
                          pin.name(),
                          pin.verifyingKeyHash().toByteArray(),
                          pin.provingKeySha256().toByteArray())
                      .orElse("");
          findings.add(
              Finding.of(
                  "the keys of " + pin.name() + " come from a ceremony", flaw.isEmpty(), flaw));
        }
      }
    }

    /// The auditor's own copy of the key, if it is the pinned one.
    private Optional<VerifyingKey> key(CircuitPin pin) {
      String claim = "verifying key of " + pin.name() + " is the pinned one";
      try {
        VerifyingKey key = files.verifyingKey(pin.name());
        boolean same = pin.verifyingKeyHash().contentEquals(key.hash());
        if (findings.stream().noneMatch(finding -> finding.claim().equals(claim))) {
          findings.add(Finding.of(claim, same, same ? "" : "own build has another key"));
        }
        return same ? Optional.of(key) : Optional.empty();
      } catch (ProofFileException e) {
        findings.add(Finding.fails(claim, String.valueOf(e.getMessage())));
        return Optional.empty();
      }
    }

    // ------------------------------------------------------------------ batches

    private void batches() {
      Map<Address, AccreditedStation> stations = new HashMap<>();
      manifest.stations().forEach(station -> stations.put(station.address(), station));
      Map<String, Bytes> sequences = new HashMap<>();
      Map<Address, Integer> perStation = new HashMap<>();
      Set<BigInteger> nullifiers = new HashSet<>();
      List<ProofClaim> proofs = new ArrayList<>();
      long lastBlock = 0;
      long lastTime = 0;

      for (ChainEvidence.CastCall call : evidence.casts()) {
        String where = "batch " + call.sequence() + " of " + call.station();
        List<CastBallot> ballots;
        try {
          ballots = CastBallot.ofWords(call.words(), manifest.optionCount());
        } catch (IllegalArgumentException e) {
          findings.add(
              Finding.fails(where + " is made of whole ballots", String.valueOf(e.getMessage())));
          continue;
        }
        Bytes hash = CastBallot.ballotsHash(call.words(), manifest.optionCount());
        Bytes before = sequences.putIfAbsent(call.station() + "/" + call.sequence(), hash);
        if (before != null) {
          findings.add(
              Finding.of(
                  where + " was sent again unchanged", before.equals(hash) && call.repeated(), ""));
          continue;
        }
        int findingsBefore = findings.size();
        findings.add(
            Finding.of(
                where + " was new to the contract", !call.repeated(), call.transaction() + ""));
        signature(where, call, hash, ballots.size());
        schedule(where, call);
        findings.add(
            Finding.of(
                where + " stands in the order of the chain",
                call.block() >= lastBlock
                    && call.block() <= evidence.block()
                    && call.timestamp() >= lastTime,
                "block " + call.block()));
        lastBlock = call.block();
        lastTime = call.timestamp();
        AccreditedStation station = stations.get(call.station());
        findings.add(
            Finding.of(
                where + " is of an accredited station within its limit",
                station != null
                    && perStation.merge(
                            call.station(), call.acceptedNullifiers().size(), Integer::sum)
                        <= station.maxBallots(),
                ballots.size() + " ballots"));
        nullifiers(where, call, ballots, nullifiers);
        if (!findings.subList(findingsBefore, findings.size()).stream().allMatch(Finding::holds)) {
          doubtful.addAll(ballots);
        }
        for (int i = 0; i < ballots.size(); i++) {
          proofs.addAll(claims(where + ", ballot " + i, call.station(), ballots.get(i)));
        }
      }
      proofs(proofs);
      expect(
          "the contract counted what its events say",
          BigInteger.valueOf(accepted.size()),
          evidence.acceptedBallots());
    }

    private void signature(String where, ChainEvidence.CastCall call, Bytes hash, int ballotCount) {
      // Batch(uint64 sequence,uint32 count,bytes32 ballotsHash), protocol §11.
      Bytes digest =
          chain
              .domain()
              .digest(
                  org.urna.election.Eip712Domain.typeHash(
                      "Batch(uint64 sequence,uint32 count,bytes32 ballotsHash)"),
                  Bytes.word(BigInteger.valueOf(call.sequence())),
                  Bytes.word(BigInteger.valueOf(ballotCount)),
                  hash.toByteArray());
      boolean signed;
      try {
        signed =
            EcdsaSignature.ofBytes(call.rsv())
                .recover(digest)
                .filter(call.station()::equals)
                .isPresent();
      } catch (IllegalArgumentException malformed) {
        signed = false;
      }
      findings.add(Finding.of(where + " carries its station's signature", signed, ""));
    }

    private void schedule(String where, ChainEvidence.CastCall call) {
      boolean open =
          call.timestamp() >= manifest.schedule().opening().getEpochSecond()
              && call.timestamp() < manifest.schedule().legalClose().getEpochSecond();
      findings.add(
          Finding.of(
              where + " came while the contract was open",
              open,
              open ? "" : "at " + java.time.Instant.ofEpochSecond(call.timestamp())));
    }

    private void nullifiers(
        String where, ChainEvidence.CastCall call, List<CastBallot> ballots, Set<BigInteger> used) {
      List<BigInteger> expectAccepted = new ArrayList<>();
      List<BigInteger> expectSkipped = new ArrayList<>();
      BigInteger last = BigInteger.ONE.negate();
      boolean ascending = true;
      for (CastBallot ballot : ballots) {
        ascending &= ballot.nullifier().compareTo(last) > 0;
        last = ballot.nullifier();
        if (used.add(ballot.nullifier())) {
          expectAccepted.add(ballot.nullifier());
          accepted.add(ballot);
        } else {
          expectSkipped.add(ballot.nullifier());
          skipped++;
        }
      }
      findings.add(Finding.of(where + " is in ascending order of nullifier", ascending, ""));
      findings.add(
          Finding.of(
              where + ": first ballots counted, second ballots skipped",
              expectAccepted.equals(call.acceptedNullifiers())
                  && expectSkipped.equals(call.skippedNullifiers()),
              expectAccepted.size() + " counted, " + expectSkipped.size() + " skipped"));
    }

    // ------------------------------------------------------------------ proofs

    private List<ProofClaim> claims(String where, Address station, CastBallot ballot) {
      if (ballot.variant().compareTo(BigInteger.valueOf(manifest.variants().size())) >= 0) {
        findings.add(Finding.fails(where + " names an admitted variant", ballot.variant() + ""));
        doubtful.add(ballot);
        return List.of();
      }
      ElectionVariant variant = manifest.variants().get(ballot.variant().intValue());
      EligibilityRule rule = manifest.eligibility();
      try {
        PublicSignals enrolment =
            circuit(variant.circuit())
                .signals()
                .set("nullifier", ballot.nullifier())
                .set("badge", ballot.badge())
                .set("electionId", electionId)
                .set("trustRoot", variant.trustRoot())
                .set("nullifierKeyCommitment", manifest.nullifierKeyCommitment())
                .set("citizenship", rule.citizenshipSignal())
                .set("bornOnOrBefore", BigInteger.valueOf(rule.bornOnOrBeforeSignal()))
                .set("passportValidOn", BigInteger.valueOf(rule.passportValidOnSignal()))
                .set("uniqueBy", BigInteger.valueOf(rule.uniqueBy().signal()))
                .build();
        Circuit ballotCircuit = circuit(manifest.ballotCircuit());
        PublicSignals sealed =
            ballotCircuit
                .signals()
                .set("badge", ballot.badge())
                .set("electionId", electionId)
                .set("station", station.toInteger())
                .set(
                    "jointKey",
                    List.of(manifest.trustees().jointKey().x(), manifest.trustees().jointKey().y()))
                .set("optionCount", BigInteger.valueOf(manifest.optionCount()))
                .set(
                    "ciphertexts",
                    padded(ballot.ciphertexts(), ballotCircuit.group("ciphertexts").size()))
                .build();
        return List.of(
            new ProofClaim(
                where + ": enrolment proof",
                ballot,
                variant.circuit(),
                enrolment,
                ballot.enrolmentProof()),
            new ProofClaim(
                where + ": ballot proof",
                ballot,
                manifest.ballotCircuit(),
                sealed,
                ballot.ballotProof()));
      } catch (IllegalArgumentException e) {
        findings.add(Finding.fails(where + " holds numbers of the field", e.getMessage() + ""));
        doubtful.add(ballot);
        return List.of();
      }
    }

    private Circuit circuit(CircuitPin pin) {
      return circuits.byName(pin.name());
    }

    private void proofs(List<ProofClaim> claims) {
      Map<CircuitPin, List<ProofClaim>> byCircuit = new java.util.LinkedHashMap<>();
      claims.forEach(
          claim -> byCircuit.computeIfAbsent(claim.pin(), pin -> new ArrayList<>()).add(claim));
      byCircuit.forEach(this::proofsOf);
    }

    private void proofsOf(CircuitPin pin, List<ProofClaim> claims) {
      Optional<VerifyingKey> key = key(pin);
      String claim = "every proof of " + pin.name() + " verifies";
      if (key.isEmpty()) {
        findings.add(Finding.fails(claim, "the verifying key is not there"));
        claims.forEach(one -> doubtful.add(one.ballot()));
        return;
      }
      boolean together =
          groth16.verifyBatch(
              key.get(),
              claims.stream().map(ProofClaim::signals).toList(),
              claims.stream().map(ProofClaim::proof).toList(),
              random);
      if (together) {
        findings.add(Finding.holds(claim, claims.size() + " proofs"));
        return;
      }
      findings.add(Finding.fails(claim, "of " + claims.size() + " proofs"));
      // The batch says only that one of them is wrong; each alone says which.
      for (ProofClaim one : claims) {
        if (!groth16.verify(key.get(), one.signals(), one.proof())) {
          findings.add(Finding.fails(one.where() + " verifies", ""));
          doubtful.add(one.ballot());
        }
      }
    }

    // ------------------------------------------------------------------ sums and opening

    private void sums() {
      String claim = "the contract's encrypted sums are those of the accepted ballots";
      EncryptedTally sum = EncryptedTally.empty(manifest.optionCount());
      for (CastBallot ballot : accepted) {
        try {
          sum = sum.add(ciphertexts(ballot));
        } catch (IllegalArgumentException e) {
          // A contract that took such a ballot is not ours; its proof is reported above.
          findings.add(Finding.fails(claim, "a ciphertext is no point: " + e.getMessage()));
          return;
        }
      }
      tally = sum;
      findings.add(
          Finding.of(
              claim,
              sum.toWords().equals(evidence.encryptedSums()),
              accepted.size() + " ballots, " + manifest.optionCount() + " options"));
    }

    private static List<Ciphertext> ciphertexts(CastBallot ballot) {
      List<Ciphertext> ciphertexts = new ArrayList<>();
      for (int i = 0; i < ballot.ciphertexts().size(); i += Ciphertext.WORDS) {
        ciphertexts.add(
            Ciphertext.fromWords(ballot.ciphertexts().subList(i, i + Ciphertext.WORDS)));
      }
      return ciphertexts;
    }

    /// Opens the *recomputed* sums with the published shares, and compares.
    private Optional<List<BigInteger>> opening() {
      if (evidence.partials().isEmpty()) {
        findings.add(
            Finding.of("no result without shares", evidence.result().isEmpty(), "not opened yet"));
        return Optional.empty();
      }
      Optional<VerifyingKey> key = key(manifest.decryptionCircuit());
      Optional<JointKey> joint = ceremony.keys();
      if (key.isEmpty() || joint.isEmpty()) {
        findings.add(Finding.fails("the shares can be checked", "a key is missing"));
        return Optional.empty();
      }
      TallyOpening opening =
          new TallyOpening(
              electionId, joint.get(), circuit(manifest.decryptionCircuit()), key.get());
      List<PartialDecryption> shares = new ArrayList<>();
      for (ChainEvidence.Partial partial : evidence.partials()) {
        share(partial, opening).ifPresent(shares::add);
      }
      if (evidence.result().isEmpty()) {
        findings.add(Finding.holds("no result is claimed yet", ""));
        return Optional.empty();
      }
      return counts(opening, shares, evidence.result().get());
    }

    private Optional<PartialDecryption> share(ChainEvidence.Partial partial, TallyOpening opening) {
      String claim = "share of trustee " + partial.trustee() + " decrypts the recomputed sums";
      try {
        PartialDecryption share =
            PartialDecryption.ofWords(
                partial.trustee(), partial.words(), Proof.fromWords(partial.proof()));
        boolean right = opening.verify(tally, share);
        findings.add(Finding.of(claim, right, ""));
        return right ? Optional.of(share) : Optional.empty();
      } catch (IllegalArgumentException e) {
        findings.add(Finding.fails(claim, String.valueOf(e.getMessage())));
        return Optional.empty();
      }
    }

    private Optional<List<BigInteger>> counts(
        TallyOpening opening, List<PartialDecryption> shares, List<BigInteger> published) {
      String claim = "the shares open the sums to the published counts";
      try {
        List<BigInteger> counts = opening.open(tally, shares).toWords();
        boolean same = counts.equals(published);
        findings.add(Finding.of(claim, same, same ? counts + "" : counts + " ≠ " + published));
        return same ? Optional.of(counts) : Optional.empty();
      } catch (TallyException e) {
        findings.add(Finding.fails(claim, String.valueOf(e.getMessage())));
        return Optional.empty();
      }
    }

    /// The identity (0, 1) stands where the election has no option.
    private static List<BigInteger> padded(List<BigInteger> words, int size) {
      List<BigInteger> all = new ArrayList<>(words);
      while (all.size() < size) {
        all.add(BigInteger.ZERO);
        all.add(BigInteger.ONE);
      }
      return all;
    }
  }
}
