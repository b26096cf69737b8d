package org.urna.bench;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import org.urna.hardware.CardExchange;
import org.urna.passport.ChipSession;
import org.urna.passport.MrzKey;
import org.urna.passport.PassportReadException;
import org.urna.passport.chip.JmrtdPassportReader;
import org.urna.passport.chip.ReadLimits;
import org.urna.practice.card.InProcessReader;
import org.urna.practice.specimen.NamedSpecimen;
import org.urna.practice.specimen.SpecimenLibrary;
import org.urna.practice.specimen.SpecimenPassport;
import org.urna.trust.InspectionResult;
import org.urna.trust.PassportInspection;
import org.urna.trust.PrintedPage;
import org.urna.trust.TrustList;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What is sent to a chip until it is known what the passport is worth: plain JMRTD with its
/// defaults, and Urna's whole inspection with extended and with short APDUs, on every specimen.
///
/// All read the same simulated chip in this process, so the time is computing only; on a real
/// reader each command costs some milliseconds and each kilobyte about ten. See [PlainJmrtd] for
/// what is compared: it verifies no signature, Urna verifies them all.
final class ChipMeasurement {
  private static final int RUNS = 5;
  private static final LocalDate POLLING_DAY = LocalDate.of(2026, 11, 22);
  private static final CardExchange EXTENDED = new CardExchange(true, 7_900);

  private ChipMeasurement() {}

  /// What one reading cost and how it ended.
  private record Cost(int apdus, int bytes, double millis, String end) {}

  /// What passed between reader and chip.
  static final class Meter {
    int apdus;
    int bytes;

    void add(int commandLength, int responseLength) {
      apdus++;
      bytes += commandLength + responseLength;
    }
  }

  private interface Reading {
    /// Returns how it ended, in a word.
    String read(SpecimenPassport passport, Meter meter) throws Exception;
  }

  static void run(ObjectNode json) throws Exception {
    SpecimenLibrary library = SpecimenLibrary.forPollingDay(POLLING_DAY);
    TrustList pinned = TrustList.of(library.anchors());
    ArrayNode rows = json.putArray("rows");
    System.out.println(
        "chip: APDUs, bytes both ways and milliseconds for each specimen, in process, median of "
            + RUNS
            + "; ratios are JMRTD's APDUs and bytes over Urna's with extended length");
    System.out.println(
        Bench.line(
            "%-18s | %5s %5s | %-26s | %-26s | %-26s | %s",
            "specimen", "apdus", "bytes", "plain JMRTD", "Urna", "Urna, short APDUs", "verdict"));
    for (NamedSpecimen specimen : library.all()) {
      SpecimenPassport passport = specimen.passport();
      Cost plain = median(passport, PlainJmrtd::read);
      Cost extended = median(passport, (chip, meter) -> inspect(chip, meter, EXTENDED, pinned));
      Cost brief =
          median(passport, (chip, meter) -> inspect(chip, meter, CardExchange.SHORT, pinned));
      add(rows, specimen, "jmrtd", plain);
      add(rows, specimen, "urna", extended);
      add(rows, specimen, "urna-short", brief);
      System.out.println(
          Bench.line(
              "%-18s | %5.2f %5.2f | %s | %s | %s | %s",
              specimen.id(),
              (double) plain.apdus / extended.apdus,
              (double) plain.bytes / extended.bytes,
              text(plain),
              text(extended),
              text(brief),
              extended.end.equals(brief.end)
                  ? extended.end
                  : extended.end + "; in short APDUs " + brief.end));
    }
  }

  private static String text(Cost cost) {
    return Bench.line("%4d %,7d B %7.1f ms", cost.apdus, cost.bytes, cost.millis);
  }

  private static void add(ArrayNode rows, NamedSpecimen specimen, String reader, Cost cost) {
    rows.addObject()
        .put("specimen", specimen.id())
        .put("reader", reader)
        .put("apdus", cost.apdus)
        .put("bytes", cost.bytes)
        .put("ms", Math.round(cost.millis * 100) / 100.0);
  }

  private static Cost median(SpecimenPassport passport, Reading reading) throws Exception {
    List<Double> times = new ArrayList<>();
    Meter meter = new Meter();
    String end = "";
    for (int run = 0; run <= RUNS; run++) {
      meter = new Meter();
      long start = System.nanoTime();
      end = reading.read(passport, meter);
      if (run > 0) {
        times.add(Bench.millisSince(start));
      }
    }
    return new Cost(meter.apdus, meter.bytes, Bench.median(times), end);
  }

  private static String inspect(
      SpecimenPassport passport, Meter meter, CardExchange exchange, TrustList pinned) {
    InProcessReader slot = new InProcessReader("bench");
    slot.lay(passport.chip());
    SecureRandom random = new SecureRandom();
    JmrtdPassportReader reader =
        new JmrtdPassportReader(
            slot,
            exchange,
            ReadLimits.KIOSK,
            random,
            (_, command, response, _, _) -> meter.add(command, response));
    Clock clock = Clock.fixed(POLLING_DAY.atTime(12, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
    Executor besides = task -> Thread.ofPlatform().daemon().start(task);
    MrzKey key = passport.accessKey();
    try (ChipSession session = reader.open(key);
        PrintedPage page = PrintedPage.scanned(passport.holder().machineReadableZone())) {
      InspectionResult result =
          new PassportInspection(pinned, clock, random, besides).inspect(session, page);
      return words(result);
    } catch (PassportReadException e) {
      return words(new InspectionResult.Unreadable(e.failure()));
    }
  }

  private static String words(InspectionResult result) {
    return switch (result) {
      case InspectionResult.Genuine(var passport) -> {
        passport.close();
        yield "genuine";
      }
      case InspectionResult.SignedButClonable(var passport) -> {
        passport.close();
        yield "clonable";
      }
      case InspectionResult.CloneSuspected _ -> "clone suspected";
      case InspectionResult.UnknownIssuer _ -> "unknown issuer";
      case InspectionResult.Forged(var defect) ->
          "forged: " + defect.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      case InspectionResult.PageAndChipDiffer _ -> "page and chip differ";
      case InspectionResult.Unreadable(var failure) ->
          "unreadable: " + failure.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }
}
