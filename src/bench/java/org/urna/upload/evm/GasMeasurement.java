package org.urna.upload.evm;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.urna.election.ChainReference;
import org.urna.queue.Batch;
import org.urna.upload.CastGas;
import org.urna.upload.GasPolicy;
import tools.jackson.databind.node.ObjectNode;

/// Gas of real transactions on a local chain. The proofs are made with a trapdoor (the secret of
/// their set-up is known), because fifty honest ones take many minutes; the contract cannot tell
/// and does the same work. Everything else in a ballot is real: ciphertexts, nullifiers,
/// signatures.
public final class GasMeasurement {
  private static final List<Integer> BATCHES = List.of(1, 5, 50);
  private static final List<Integer> OPTIONS = List.of(2, 5, 16);
  private static final int GWEI_PER_ETHER = 1_000_000_000;

  private GasMeasurement() {}

  public static void run(ObjectNode json) throws Exception {
    System.out.println(
        "gas: real transactions on anvil, proofs made with a trapdoor; 'first' is an election's first batch, which pays for the sums' storage");
    System.out.println(
        line(
            "%7s %7s | %14s | %10s %14s %12s | %14s",
            "options",
            "ballots",
            "ratio to alone",
            "gas",
            "gas per ballot",
            "first: gas",
            "ether at 1 gwei"));
    for (int options : OPTIONS) {
      ObjectNode part = json.putObject(options + "-options");
      part.put("batchMax", CastGas.batchMax(options, 1));
      double alone = 0;
      for (int ballots : BATCHES) {
        TestElection election = new TestElection(options, 1, 1, 1, 1_000);
        String snapshot = SharedChain.chain().snapshot();
        ChainReference reference = election.deploy(TestElection.OPENING);
        long first = cast(election, reference, 1, ballots);
        long later = cast(election, reference, 2, ballots);
        SharedChain.chain().revert(snapshot);
        double each = (double) later / ballots;
        alone = alone == 0 ? each : alone;
        part.putObject(Integer.toString(ballots))
            .put("ratioToAlone", each / alone)
            .put("gas", later)
            .put("gasPerBallot", each)
            .put("firstBatchGas", first);
        System.out.println(
            line(
                "%7d %7d | %14.2f | %,10d %,14.0f %,12d | %14.6f",
                options, ballots, each / alone, later, each, first, each / GWEI_PER_ETHER));
      }
      System.out.println(
          line(
              "%7d options: at most %d ballots in a batch (80 %% of %,d)",
              options, CastGas.batchMax(options, 1), GasPolicy.TRANSACTION_GAS_CAP));
    }
    System.out.println("Blob and calldata fees of a rollup are not gas and not in these figures.");
  }

  private static long cast(
      TestElection election, ChainReference reference, int sequence, int ballots) throws Exception {
    int options = election.manifest().optionCount();
    Batch batch =
        TestElection.batch(
            reference,
            TestElection.STATION_KEY,
            sequence,
            election.ballots(
                TestElection.STATION_KEY,
                IntStream.range(0, ballots).map(i -> i % options).toArray()));
    return TestElection.contract(reference)
        .sender()
        .call(reference.contract(), CastCall.of(batch).encode())
        .gasUsed();
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
