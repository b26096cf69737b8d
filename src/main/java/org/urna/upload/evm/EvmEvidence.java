package org.urna.upload.evm;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.urna.election.ChainReference;
import org.urna.election.CurvePoint;
import org.urna.upload.BallotOutcome;
import org.urna.upload.CastBatch;
import org.urna.upload.ChainException;
import org.urna.upload.ContractFacts;
import org.urna.upload.EncryptedSum;
import org.urna.upload.PublishedDecryption;
import org.urna.verify.ChainEvidence;
import org.urna.verify.EvidenceException;

/// Reads a verifier's evidence from a node. It carries, and does not judge.
public final class EvmEvidence {
  private final EvmNode node;

  public EvmEvidence(EvmNode node) {
    this.node = node;
  }

  /// Reads everything about the contract at `chain`. Blocking, up to minutes.
  ///
  /// @throws EvidenceException if the node cannot be read or answers nonsense
  public ChainEvidence collect(ChainReference chain) throws EvidenceException {
    try {
      return read(EvmElection.at(node, chain), chain);
    } catch (ChainException e) {
      throw new EvidenceException("the node cannot be read: " + e.getMessage(), e);
    } catch (ArithmeticException e) {
      throw new EvidenceException("the node answers a number that cannot be", e);
    }
  }

  private ChainEvidence read(EvmElection election, ChainReference chain) throws ChainException {
    ContractFacts facts = election.facts();
    List<ChainEvidence.CastCall> casts = new ArrayList<>();
    for (CastBatch batch : election.batches()) {
      casts.add(call(batch));
    }
    List<BigInteger> sums = new ArrayList<>();
    for (EncryptedSum sum : election.encryptedSums()) {
      sums.addAll(List.of(sum.c1X(), sum.c1Y(), sum.c2X(), sum.c2Y()));
    }
    List<ChainEvidence.Partial> partials = new ArrayList<>();
    for (int trustee = 1; trustee <= facts.trusteeKeys().size(); trustee++) {
      Optional<PublishedDecryption> published = election.publishedDecryption(trustee);
      published.ifPresent(
          share ->
              partials.add(
                  new ChainEvidence.Partial(
                      share.trustee(), share.partials(), share.proof().toWords())));
    }
    return new ChainEvidence(
        node.chainId().longValueExact(),
        chain.contract(),
        election.head().number(),
        node.code(chain.contract()),
        terms(facts),
        casts,
        sums,
        BigInteger.valueOf(election.acceptedBallots()),
        partials,
        election.result());
  }

  private static ChainEvidence.CastCall call(CastBatch batch) {
    return new ChainEvidence.CastCall(
        batch.inclusion().transaction(),
        batch.inclusion().block(),
        batch.inclusion().blockTime().getEpochSecond(),
        batch.inclusion().id().station(),
        batch.inclusion().id().sequence(),
        batch.ballots().stream().flatMap(List::stream).toList(),
        batch.signature().toBytes(),
        nullifiers(batch, true),
        nullifiers(batch, false),
        false,
        BigInteger.valueOf(batch.inclusion().gasUsed()),
        batch.inclusion().gasPrice());
  }

  private static List<BigInteger> nullifiers(CastBatch batch, boolean counted) {
    return batch.inclusion().outcomes().stream()
        .filter(outcome -> outcome.counted() == counted)
        .map(BallotOutcome::nullifier)
        .toList();
  }

  private static ChainEvidence.Terms terms(ContractFacts facts) {
    List<BigInteger> trusteeKeys = new ArrayList<>();
    for (CurvePoint key : facts.trusteeKeys()) {
      trusteeKeys.addAll(List.of(key.x(), key.y()));
    }
    return new ChainEvidence.Terms(
        facts.manifestHash(),
        facts.electionId(),
        facts.nullifierKeyCommitment(),
        facts.citizenship(),
        facts.bornOnOrBefore(),
        facts.passportValidOn(),
        facts.uniqueBy(),
        facts.variants().stream().map(ContractFacts.Variant::trustRoot).toList(),
        facts.variants().stream().map(ContractFacts.Variant::verifyingKeyHash).toList(),
        facts.ballotVerifyingKeyHash(),
        facts.decryptionVerifyingKeyHash(),
        facts.jointKey().x(),
        facts.jointKey().y(),
        BigInteger.valueOf(facts.threshold()),
        trusteeKeys,
        BigInteger.valueOf(facts.optionCount()),
        facts.stations().stream()
            .map(
                station ->
                    new ChainEvidence.StationTerm(
                        station.address(), BigInteger.valueOf(station.maxBallots())))
            .toList(),
        facts.schedule());
  }
}
