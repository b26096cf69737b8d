package org.urna.bench;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.urna.ballot.SealedBallot;
import org.urna.election.ElectionFixtures;
import org.urna.queue.BallotFixtures;
import org.urna.queue.BallotQueue;
import org.urna.queue.sqlite.BoxIdentity;
import org.urna.queue.sqlite.SqliteBallotQueue;
import tools.jackson.databind.node.ObjectNode;

/// The ballot box: time of one durable append when it holds so many ballots, and bytes of the file
/// for each. Ballots have the right shape; their proofs prove nothing, because the box does not
/// look at them.
final class QueueMeasurement {
  private static final int OPTIONS = 5;
  private static final List<Integer> SIZES = List.of(1, 100, 1_000);
  private static final int NEW_BOXES = 5;
  private static final int SAMPLES = 20;

  private QueueMeasurement() {}

  static void run(ObjectNode json) throws Exception {
    Path folder = Files.createTempDirectory("urna-bench-");
    Path file = folder.resolve("box.sqlite");
    BoxIdentity identity =
        new BoxIdentity(
            BigInteger.valueOf(7),
            ElectionFixtures.STATION,
            ElectionFixtures.chain().domain(),
            OPTIONS,
            10_000);
    System.out.println(
        "queue: durable append (commit, sync, rebuild in order of nullifier), ballots of "
            + OPTIONS
            + " options, in "
            + folder);
    System.out.println(
        Bench.line(
            "%9s | %20s | %11s | %16s | %12s",
            "ballots", "ratio to first size", "append ms", "file bytes", "per ballot"));
    Random random = new Random(1);
    double first = firstAppend(folder, identity, random);
    try (BallotQueue queue = SqliteBallotQueue.open(file, identity)) {
      queue.openDay();
      for (int size : SIZES) {
        List<Double> times = new ArrayList<>();
        while (queue.ballotsInAll() < size) {
          SealedBallot ballot = BallotFixtures.random(random, OPTIONS);
          long start = System.nanoTime();
          queue.append(ballot);
          times.add(Bench.millisSince(start));
        }
        double append =
            size == 1
                ? first
                : Bench.median(times.subList(Math.max(0, times.size() - SAMPLES), times.size()));
        long bytes = bytes(folder);
        json.putObject(Integer.toString(size))
            .put("ratioToFirst", append / first)
            .put("appendMillis", append)
            .put("fileBytes", bytes)
            .put("bytesPerBallot", (double) bytes / size);
        System.out.println(
            Bench.line(
                "%,9d | %20.2f | %11.1f | %,16d | %,12d",
                size, append / first, append, bytes, bytes / size));
      }
    }
    empty(folder);
    Files.delete(folder);
  }

  /// The first ballot of a new box, median of some boxes; the very first one also loads the library
  /// and is left out.
  private static double firstAppend(Path folder, BoxIdentity identity, Random random)
      throws Exception {
    List<Double> times = new ArrayList<>();
    for (int box = 0; box <= NEW_BOXES; box++) {
      try (BallotQueue queue = SqliteBallotQueue.open(folder.resolve("new.sqlite"), identity)) {
        queue.openDay();
        SealedBallot ballot = BallotFixtures.random(random, OPTIONS);
        long start = System.nanoTime();
        queue.append(ballot);
        if (box > 0) {
          times.add(Bench.millisSince(start));
        }
      }
      empty(folder);
    }
    return Bench.median(times);
  }

  private static void empty(Path folder) throws Exception {
    try (Stream<Path> left = Files.list(folder)) {
      for (Path each : left.toList()) {
        Files.delete(each);
      }
    }
  }

  private static long bytes(Path folder) throws Exception {
    long sum = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        sum += Files.size(file);
      }
    }
    return sum;
  }
}
