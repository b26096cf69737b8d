package org.urna.station;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.urna.election.Bytes;

/// The list that officials look at before they open the polls, and the record of it.
///
/// @param lines one for each [Item], in its order
public record ReadinessReport(Instant time, Bytes manifestHash, List<Line> lines) {
  public ReadinessReport {
    lines = List.copyOf(lines);
  }

  /// Whether nothing failed; warnings are for people to weigh.
  public boolean mayOpen() {
    return lines.stream().noneMatch(line -> line.verdict() == Verdict.FAIL);
  }

  public int count(Verdict verdict) {
    return Math.toIntExact(lines.stream().filter(line -> line.verdict() == verdict).count());
  }

  /// @param reason in English, with figures; never about a person
  public record Line(Item item, Verdict verdict, String reason) {}

  public enum Verdict {
    PASS,
    WARN,
    FAIL
  }

  /// What is looked at, in this order. The key of its text is `staff.readiness.` and [#word()].
  public enum Item {
    APPLICATION,
    PACKAGE,
    MODE,
    ACCREDITATION,
    KEY_CEREMONY,
    KEYS,
    CLOCK,
    SCHEDULE,
    DISK,
    SWAP,
    CORE_DUMPS,
    ATTACH,
    HIBERNATION,
    DISK_ENCRYPTION,
    BOX,
    LOG,
    POWER,
    SCREEN,
    READER,
    PRINTER,
    NETWORK,
    BALANCE,
    TRUST_LIST,
    PROVING_KEYS,
    PROOF;

    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
