package org.urna.rescue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.urna.election.Bytes;
import org.urna.election.Keccak256;
import org.urna.queue.Batch;
import org.urna.station.LogRemains;
import org.urna.station.LogRemains.ClosedDay;
import org.urna.station.LogRemains.Promise;

/// What a rescue tells people: what each file gave, what there is in all, and what is missing.
public final class RescueReport {
  private final Survey survey;
  private final RescuePlan plan;
  private final Optional<Promise> promise;

  public RescueReport(Survey survey, RescuePlan plan) {
    this.survey = survey;
    this.plan = plan;
    this.promise = survey.log().map(log -> log.promise(survey.election().manifestHash()));
  }

  /// One line for each file that gave something, with its notes below.
  public List<String> sources() {
    List<String> lines = new ArrayList<>();
    for (Survey.SourceReport source : survey.sources()) {
      String damaged = source.damaged() == 0 ? "" : ", " + source.damaged() + " not whole here";
      lines.add(
          source.file()
              + (source.whole() + source.damaged() == 0
                  ? ""
                  : ": " + source.whole() + " whole ballots" + damaged));
      source.notes().forEach(note -> lines.add("  " + note));
    }
    return lines;
  }

  /// What there is in all, held against the log's promise.
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    int signed = plan.signed().stream().mapToInt(batch -> batch.ballots().size()).sum();
    int fresh = plan.cut().stream().mapToInt(batch -> batch.ballots().size()).sum();
    lines.add("whole ballots: " + plan.ballots());
    lines.add(
        "  %d in %s that the station signed".formatted(signed, batches(plan.signed().size())));
    if (fresh > 0) {
      lines.add("  %d for %s to be signed now".formatted(fresh, batches(plan.cut().size())));
    }
    plan.notes().forEach(note -> lines.add("  " + note));
    promise.ifPresent(known -> known.days().forEach(day -> lines.add(day(day, known))));
    return lines;
  }

  private String day(ClosedDay day, Promise known) {
    return "day %d was closed with %d ballots in %s: %s"
        .formatted(
            day.day(),
            day.ballots(),
            batches(day.batches()),
            isAsCut(day, known) ? "all there, as they were cut" : "not all there as they were cut");
  }

  private static String batches(int number) {
    return number == 1 ? "1 batch" : number + " batches";
  }

  private boolean isAsCut(ClosedDay day, Promise known) {
    Map<Long, Batch> byNumber = new HashMap<>();
    plan.signed().forEach(batch -> byNumber.put(batch.id().sequence(), batch));
    long first = 1;
    for (ClosedDay before : known.days()) {
      if (before.equals(day)) {
        break;
      }
      first += before.batches();
    }
    List<byte[]> hashes = new ArrayList<>();
    for (long number = first; number < first + day.batches(); number++) {
      Batch batch = byNumber.get(number);
      if (batch == null) {
        return false;
      }
      hashes.add(batch.ballotsHash().toByteArray());
    }
    return Bytes.of(Keccak256.hash(hashes.toArray(byte[][]::new))).equals(day.batchList());
  }

  /// Why nobody can say that every ballot was brought out; empty if it was.
  public Optional<String> doubt() {
    if (plan.isFull()) {
      return Optional.of("there are more whole ballots than the contract takes from this station");
    }
    if (promise.isEmpty()) {
      return Optional.of(
          plan.ballots() + " ballots are whole; no log says how many there must be" + lost());
    }
    int missing = promise.get().ballots() - plan.ballots();
    if (missing > 0) {
      return Optional.of(
          "%d of at least %d ballots that the log promises are missing"
              .formatted(missing, promise.get().ballots()));
    }
    if (survey.lost() > 0) {
      return Optional.of(plan.ballots() + " ballots are whole" + lost());
    }
    if (!survey.log().map(LogRemains::isChained).orElse(false)) {
      return Optional.of(
          "every ballot that the log promises is there; but it is damaged and may have promised more");
    }
    boolean isClosed =
        promise.get().days().stream().mapToInt(ClosedDay::ballots).sum() == plan.ballots();
    return survey.hasWholeBox() || isClosed
        ? Optional.empty()
        : Optional.of(
            "every ballot that the log promises is there; but no ballot box is whole, and the last"
                + " ones may not have been in the log");
  }

  private String lost() {
    return survey.lost() == 0 ? "" : "; " + survey.lost() + " damaged ones are nowhere whole";
  }
}
