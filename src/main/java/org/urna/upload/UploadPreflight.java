package org.urna.upload;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.urna.election.Address;
import org.urna.election.ElectionManifest;
import org.urna.election.Wei;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.queue.Batch;
import org.urna.upload.UploadProgress.Hold;

/// Looks at everything that could stop an upload, before a transaction is signed.
public final class UploadPreflight {
  private final ElectionChain contract;
  private final ChainGateway chain;
  private final GasPolicy gas;
  private final Clock clock;

  public UploadPreflight(ElectionChain contract, ChainGateway chain, GasPolicy gas, Clock clock) {
    this.contract = contract;
    this.chain = chain;
    this.gas = gas;
    this.clock = clock;
  }

  /// Something to put right first.
  public sealed interface Finding {
    /// As officials are told.
    default Failure failure() {
      return switch (this) {
        case WrongChain wrong ->
            ChainException.Kind.WRONG_ANSWER.failure(wrong.found() + " ≠ " + wrong.expected());
        case NoContract() -> ChainException.Kind.WRONG_ANSWER.failure("no contract");
        case OtherCode() -> ChainException.Kind.WRONG_ANSWER.failure("other code");
        case OtherManifest() -> ChainException.Kind.WRONG_ANSWER.failure("other manifest");
        case NotOpenYet(Instant opening) -> Hold.OPENING.failure(opening.toString());
        case Closed(Instant legalClose) -> ContractRefusal.tooLate(legalClose.toString());
        case ClockDiffers differs ->
            new Failure(FailureCode.CLOCKS_DIFFER, differs.clock() + " ≠ " + differs.chain());
        case TooLittleMoney poor ->
            Hold.MONEY.failure(Wei.coin(poor.balance()) + " < " + Wei.coin(poor.needed()));
        case PayerHasCode payer ->
            new Failure(FailureCode.PAYER_HAS_CODE, payer.account().toString());
        case GasTooDear dear -> Hold.CHEAPER_GAS.failure(dear.baseFee() + " > " + dear.cap());
        case BatchRefused refused -> refused.refusal().failure(refused.id());
      };
    }

    /// The node is of another chain than the election package names.
    record WrongChain(BigInteger expected, BigInteger found) implements Finding {}

    /// There is no contract at the address.
    record NoContract() implements Finding {}

    /// The contract's code is not the one this program was built with.
    record OtherCode() implements Finding {}

    /// The contract was made for another manifest.
    record OtherManifest() implements Finding {}

    /// The contract takes no batch yet.
    record NotOpenYet(Instant opening) implements Finding {}

    /// The contract takes no batch any more.
    record Closed(Instant legalClose) implements Finding {}

    /// This machine's clock and the newest block disagree: one of them is wrong, or the node lags.
    record ClockDiffers(Instant clock, Instant chain) implements Finding {}

    /// The account cannot pay for all batches.
    record TooLittleMoney(BigInteger needed, BigInteger balance) implements Finding {}

    /// The account runs code of its own (EIP-7702), and the contract takes batches from plain ones
    /// alone.
    record PayerHasCode(Address account) implements Finding {}

    /// Gas costs more than the policy allows.
    record GasTooDear(BigInteger baseFee, BigInteger cap) implements Finding {}

    /// The contract would refuse this batch.
    record BatchRefused(org.urna.queue.BatchId id, ContractRefusal refusal) implements Finding {}
  }

  /// What was found.
  ///
  /// @param findings empty if the upload can start
  /// @param gasEstimated for all batches that are not on the chain yet
  /// @param costAtMost wei for that gas at the highest price it would be offered
  /// @param timeLeft until the contract takes no batch any more; zero or less if that has passed
  public record Report(
      List<Finding> findings,
      long gasEstimated,
      BigInteger costAtMost,
      BigInteger balance,
      Duration timeLeft) {
    public Report {
      findings = List.copyOf(findings);
    }

    /// Whether there is so little time left that nothing should be put off.
    public boolean isUrgent() {
      return timeLeft.compareTo(HURRY) < 0;
    }

    public boolean isClear() {
      return findings.isEmpty();
    }
  }

  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

  /// As long as a transaction may wait that has to be replaced some times.
  private static final Duration HURRY = Duration.ofHours(1);

  /// Asks the chain; takes some calls and one estimate per batch.
  public Report check(ElectionManifest manifest, List<Batch> batches) throws ChainException {
    List<Finding> findings = new ArrayList<>();
    BigInteger expected = BigInteger.valueOf(chain.reference().chainId());
    BigInteger found = chain.chainId();
    Duration timeLeft = Duration.between(clock.instant(), manifest.schedule().legalClose());
    if (!expected.equals(found)) {
      findings.add(new Finding.WrongChain(expected, found));
      return new Report(findings, 0, BigInteger.ZERO, BigInteger.ZERO, timeLeft);
    }
    BigInteger balance = chain.balance();
    if (chain.code().size() == 0) {
      findings.add(new Finding.NoContract());
      return new Report(findings, 0, BigInteger.ZERO, balance, timeLeft);
    }
    if (!contract.codeIsOurs()) {
      findings.add(new Finding.OtherCode());
    }
    if (!chain.manifestHash().equals(manifest.manifestHash())) {
      findings.add(new Finding.OtherManifest());
    }
    if (chain.accountCode().size() > 0) {
      findings.add(new Finding.PayerHasCode(chain.account()));
    }
    time(manifest, findings);

    long gasEstimated = 0;
    for (Batch batch : batches) {
      if (chain.inclusion(batch.id()).isPresent()) {
        continue;
      }
      switch (chain.estimate(batch)) {
        case GasEstimate.Estimated(long needed) -> gasEstimated += gas.gasLimit(needed);
        case GasEstimate.WouldBeRefused(ContractRefusal refusal) ->
            findings.add(new Finding.BatchRefused(batch.id(), refusal));
        case GasEstimate.Unclear(String text) ->
            throw new ChainException(
                ChainException.Kind.NODE_ERROR,
                "the node does not estimate " + batch.id() + ": " + text);
      }
    }
    FeeMarket market = chain.feeMarket();
    Optional<Fees> fees = gas.first(market);
    if (fees.isEmpty()) {
      findings.add(new Finding.GasTooDear(market.baseFee(), gas.feeCap()));
    }
    BigInteger cost =
        fees.map(Fees::maxFee).orElse(market.baseFee()).multiply(BigInteger.valueOf(gasEstimated));
    if (balance.compareTo(cost) < 0) {
      findings.add(new Finding.TooLittleMoney(cost, balance));
    }
    return new Report(findings, gasEstimated, cost, balance, timeLeft);
  }

  private void time(ElectionManifest manifest, List<Finding> findings) throws ChainException {
    Instant now = clock.instant();
    Instant chainTime = chain.head().time();
    if (Duration.between(chainTime, now).abs().compareTo(CLOCK_TOLERANCE) > 0) {
      findings.add(new Finding.ClockDiffers(now, chainTime));
    }
    Instant latest = now.isAfter(chainTime) ? now : chainTime;
    if (latest.isBefore(manifest.schedule().opening())) {
      findings.add(new Finding.NotOpenYet(manifest.schedule().opening()));
    }
    if (!latest.isBefore(manifest.schedule().legalClose())) {
      findings.add(new Finding.Closed(manifest.schedule().legalClose()));
    }
  }
}
