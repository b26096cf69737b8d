package org.urna.flow;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.flow.Counted.Stage;
import org.urna.flow.staff.PreflightOutcome;
import org.urna.flow.staff.StaffState;
import org.urna.flow.staff.StationFigures;
import org.urna.flow.staff.StationReport;
import org.urna.flow.voter.CodeLabel;
import org.urna.flow.voter.KeyDraft;
import org.urna.flow.voter.KeyField;
import org.urna.flow.voter.Mark;
import org.urna.flow.voter.Preparation;
import org.urna.flow.voter.ReadingStep;
import org.urna.flow.voter.ScanNotice;
import org.urna.flow.voter.TestOutcome;
import org.urna.flow.voter.TypedKey;
import org.urna.flow.voter.Visit;
import org.urna.flow.voter.VoterReceipt;
import org.urna.flow.voter.VoterState;
import org.urna.hardware.PowerSupply;
import org.urna.station.ReadinessReport;
import org.urna.station.ReadinessReport.Item;
import org.urna.station.ReadinessReport.Verdict;
import org.urna.upload.ContractRefusal;
import org.urna.upload.UploadProgress;

/// One or more states of every kind, as a kiosk with eight options meets them. Tests of screens and
/// of the flow enumerate them; a test holds that no kind is missing.
public final class SampleStates {
  /// Every failure that a voter is told of.
  public static final List<FailureCode> VOTERS_FAILURES =
      Arrays.stream(FailureCode.values())
          .filter(code -> code.code().matches("[PEB].*|S99"))
          .toList();

  /// Those after which a voter goes on, or is gone.
  private static final Set<FailureCode> NOT_THE_END =
      EnumSet.of(
          FailureCode.NO_CHIP_FOUND,
          FailureCode.CONTACT_LOST,
          FailureCode.KEY_MISTYPED,
          FailureCode.SESSION_TIMED_OUT);

  public static final CodeLabel CODE =
      new CodeLabel(
          "3f9a1c07e5b24d6688c1f0a97b3e5d12480c6fb9d2e7315a94bb60c8def17a23",
          Map.of(
              "ru", "берёза якорь молоко звезда тоннель гитара",
              "en", "anchor birch copper garden violin window"));
  public static final VoterReceipt RECEIPT =
      new VoterReceipt(
          CODE, "urna:receipt:v1:" + CODE.hex() + ":" + "ab".repeat(65), "ab".repeat(65));

  /// As long as identifiers are: a SHA-1 digest of a key.
  private static final String ISSUER_KEY = "850c53f7de41d8c7f9b0a2e4416d83c05f17aa92";

  private SampleStates() {}

  public static KeyDraft draft(String number, String birth, String expiry) {
    KeyDraft draft = KeyDraft.empty();
    for (KeyField field : KeyField.values()) {
      String text =
          switch (field) {
            case DOCUMENT_NUMBER -> number;
            case BIRTH_DATE -> birth;
            case EXPIRY_DATE -> expiry;
          };
      draft = draft.at(field);
      for (char c : text.toCharArray()) {
        KeyDraft next = draft.type(c);
        draft = next;
      }
    }
    return draft;
  }

  /// The published specimen of ICAO Doc 9303-4, appendix A: L898902C3 6, 740812 2, 120415 9.
  public static KeyDraft completeDraft() {
    return draft("L898902C36", "7408122", "1204159");
  }

  public static TypedKey key() {
    return TypedKey.of("L898902C3", "740812", "120415");
  }

  public static Map<String, VoterState> voter(Language language, int options) {
    Visit visit = new Visit(language, true, true, false, Polls.OPEN);
    Visit away = new Visit(language, false, true, false, Polls.OPEN);
    List<Integer> order = IntStream.range(0, options).boxed().toList();
    Preparation running = new Preparation.Running(0.4);
    Preparation ready = new Preparation.Ready();
    Map<String, VoterState> all = new LinkedHashMap<>();
    all.put("01-start", new VoterState.Start(away));
    all.put("01-not-open", new VoterState.NotVoting(away.polls(Polls.NOT_OPEN)));
    all.put("01-paused", new VoterState.NotVoting(away.polls(Polls.PAUSED)));
    all.put("01-closed", new VoterState.NotVoting(away.polls(Polls.CLOSED)));
    all.put("01-out-of-order", new VoterState.NotVoting(away.polls(Polls.OUT_OF_ORDER)));
    all.put("02-about", new VoterState.About(away));
    all.put("02-what-will-happen", new VoterState.WhatWillHappen(away));
    all.put("03-place", new VoterState.PlacePassport(away, 0));
    all.put("03-place-hint", new VoterState.PlacePassport(away, 1));
    all.put("03-place-symbol", new VoterState.PlacePassport(away, 2));
    all.put("04-key-empty", new VoterState.KeyEntry(visit, KeyDraft.empty(), 0));
    all.put(
        "04-key-wrong", new VoterState.KeyEntry(visit, draft("L898902C36", "7408123", "1204"), 0));
    all.put("04-key-refused", new VoterState.KeyEntry(visit, completeDraft(), 1));
    for (ScanNotice notice : ScanNotice.values()) {
      if (notice != ScanNotice.NONE) {
        all.put(
            "04-key-scanned-" + notice.name().toLowerCase(java.util.Locale.ROOT),
            new VoterState.KeyEntry(visit, KeyDraft.empty(), 0, notice));
      }
    }
    all.put(
        "04-key-refused-and-scanned",
        new VoterState.KeyEntry(visit, KeyDraft.empty(), 1, ScanNotice.INTERNAL_PASSPORT));
    all.put(
        "05-reading",
        new VoterState.Reading(
            visit, key(), ReadingStep.PERSONAL_PAGE, VoterState.Contact.READING, 0, 0, 7, false));
    all.put(
        "05-reading-slow",
        new VoterState.Reading(
            visit, key(), ReadingStep.OPENING, VoterState.Contact.READING, 0, 1, 7, true));
    all.put(
        "05-reading-lost",
        new VoterState.Reading(
            visit, key(), ReadingStep.SIGNATURE, VoterState.Contact.LOST, 1, 0, 7, false));
    all.put(
        "05-reading-absent",
        new VoterState.Reading(
            away, key(), ReadingStep.OPENING, VoterState.Contact.ABSENT, 0, 0, 0, false));
    all.put("06-badge", new VoterState.Badge(visit, running, order));
    all.put("07-ballot", new VoterState.Ballot(visit, running, order, Mark.NONE, Mark.NONE));
    all.put("07-ballot-marked", new VoterState.Ballot(visit, ready, order, Mark.on(1), Mark.NONE));
    all.put(
        "07-ballot-asked", new VoterState.Ballot(visit, running, order, Mark.on(1), Mark.on(0)));
    all.put("08-manifesto", new VoterState.Manifesto(visit, running, order, Mark.NONE, 1));
    all.put("09-review", new VoterState.Review(visit, running, order, Mark.on(1)));
    all.put(
        "09-review-special",
        new VoterState.Review(visit, ready, order, Mark.on(options > 2 ? options - 2 : 0)));
    all.put("09-waiting", new VoterState.WaitingForProof(visit, 0.7, order, Mark.on(1)));
    all.put("10-sealing", new VoterState.Sealing(visit, 0.5, order));
    all.put("10-sealed", new VoterState.Sealed(visit, CODE, order));
    all.put("11-casting", new VoterState.Casting(visit));
    all.put("12-cast", new VoterState.Cast(visit, RECEIPT, false));
    all.put(
        "13-receipt", new VoterState.Receipt(visit, RECEIPT, false, VoterState.Paper.NOT_ASKED));
    all.put(
        "13-receipt-printing",
        new VoterState.Receipt(visit, RECEIPT, false, VoterState.Paper.PRINTING));
    all.put(
        "13-receipt-failed",
        new VoterState.Receipt(visit, RECEIPT, false, VoterState.Paper.FAILED));
    all.put("14-testing", new VoterState.Testing(visit));
    all.put(
        "14-tested",
        new VoterState.Tested(
            visit, new TestOutcome.Disclosed(CODE, List.of("D1".repeat(300), "D2".repeat(300)))));
    for (FailureCode code : VOTERS_FAILURES) {
      if (NOT_THE_END.contains(code)) {
        continue;
      }
      all.put(
          "15-stopped-" + code.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
          new VoterState.Stopped(visit, new Failure(code, detail(code))));
    }
    all.put(
        "15-stopped-signer-called",
        new VoterState.Stopped(
            visit.help(true), new Failure(FailureCode.SIGNER_UNKNOWN, ISSUER_KEY)));
    all.put("16-take-passport", new VoterState.TakePassport(visit));
    all.put(
        "17-idle",
        new VoterState.Idle(new VoterState.Ballot(visit, ready, order, Mark.on(1), Mark.NONE), 45));
    all.put("17-leaving", new VoterState.Leaving(new VoterState.Sealed(visit, CODE, order)));
    return all;
  }

  /// As long as such details are.
  private static String detail(FailureCode code) {
    return switch (code) {
      case SIGNER_UNKNOWN -> ISSUER_KEY;
      case SIGNATURE_WRONG -> "data-group-changed";
      case SIGNATURE_NOT_ACCEPTED -> "signer-certificate-missing";
      case CHIP_PROTOCOL_ERROR -> "chip-key-unsupported";
      case PASSPORT_EXPIRED -> "2026-11-22";
      case NO_VARIANT_FOR_PASSPORT -> "RSA-3072 other exponent PSS SHA-512";
      case PROOF_FAILED -> "wrong-nullifier-key";
      case STORAGE_UNCERTAIN, UNEXPECTED -> "7K2-0FQ";
      default -> "";
    };
  }

  public static Map<String, StaffState> staff(Language language) {
    StaffState.Notice none = new StaffState.Notice.None();
    StationReport zero =
        new StationReport(
            StationReport.Kind.ZERO,
            List.of(
                new StationReport.Line(
                    StationReport.Item.STATION, "0x71C7656EC7ab88b098defB751B7401B5f6d8976F"),
                new StationReport.Line(StationReport.Item.SHORT_CODE, "K7QM-2XFA"),
                new StationReport.Line(StationReport.Item.DAY, "2026-11-22"),
                new StationReport.Line(StationReport.Item.BALLOTS_IN_BOX, "0")),
            "urna:zero:v1:" + "c4".repeat(90),
            "/var/lib/urna/reports/zero-2026-11-22.pdf");
    StationReport closing =
        new StationReport(
            StationReport.Kind.CLOSING,
            List.of(
                new StationReport.Line(
                    StationReport.Item.STATION, "0x71C7656EC7ab88b098defB751B7401B5f6d8976F"),
                new StationReport.Line(StationReport.Item.CAST, "142"),
                new StationReport.Line(StationReport.Item.TESTED, "3"),
                new StationReport.Line(StationReport.Item.BATCHES, "3")),
            "urna:close:v1:" + "d5".repeat(110),
            "/var/lib/urna/reports/close-2026-11-22.pdf");
    StationFigures figures =
        new StationFigures(
            160,
            142,
            3,
            Map.of(Stage.KEY, 4, Stage.BALLOT, 2),
            Map.of(FailureCode.ALREADY_VOTED, 1, FailureCode.TOO_YOUNG, 8),
            Map.of(FailureCode.CONTACT_LOST, 12),
            142,
            48_213,
            new PowerSupply(PowerSupply.Source.BATTERY, OptionalInt.of(31)),
            true);
    List<UploadProgress> rows =
        List.of(
            UploadSamples.settled(1, 50, 1),
            UploadSamples.included(2, 50),
            UploadSamples.sent(3, 42),
            UploadSamples.sealed(4, 8, UploadProgress.Hold.MONEY));
    Map<String, StaffState> all = new LinkedHashMap<>();
    all.put(
        "20-sign-in",
        new StaffState.SignIn(
            language,
            new StaffState.Purpose.Begin(),
            3,
            2,
            Set.of(0),
            1,
            new StaffState.Answer.Wrong(failure(FailureCode.PASSPHRASES_REFUSED, ""))));
    all.put(
        "20-locked",
        new StaffState.SignIn(
            language,
            new StaffState.Purpose.Unlock(new StaffState.Loading(language)),
            2,
            1,
            Set.of(),
            0,
            new StaffState.Answer.LockedOut(failure(FailureCode.PASSPHRASES_REFUSED, ""), 30)));
    StaffState.Live paused =
        new StaffState.Live(
            language, Polls.PAUSED, StationFigures.none(), false, new StaffState.Notice.None());
    all.put(
        "20-resume",
        new StaffState.SignIn(
            language,
            new StaffState.Purpose.Resume(paused),
            8,
            2,
            Set.of(),
            0,
            new StaffState.Answer.None()));
    all.put("20-confirm", new StaffState.Confirm(language, StaffState.Question.CLOSE, paused));
    all.put("21-loading", new StaffState.Loading(language));
    all.put(
        "22-preparing",
        new StaffState.Preparing(
            language,
            List.of(
                line(Item.APPLICATION, Verdict.PASS, "0.1.0, 7c410e92"),
                line(Item.PACKAGE, Verdict.PASS, "K7QM-2XFA"),
                line(Item.CLOCK, Verdict.PASS, "2026-11-22T05:00:00Z"),
                line(
                    Item.SCHEDULE,
                    Verdict.WARN,
                    "polls can open from 2026-11-22T05:00:00Z until 2026-11-22T17:00:00Z"),
                line(Item.DISK, Verdict.PASS, "48213 MiB free"),
                line(Item.SWAP, Verdict.WARN, "/dev/sda3 is not encrypted: swapoff --all"),
                line(Item.CORE_DUMPS, Verdict.PASS, "off"),
                line(Item.ATTACH, Verdict.PASS, "kept out"),
                line(Item.HIBERNATION, Verdict.PASS, "not possible"),
                line(Item.DISK_ENCRYPTION, Verdict.PASS, "encrypted"),
                line(Item.POWER, Verdict.WARN, "battery, 31 %: plug it in"),
                line(
                    Item.SCREEN,
                    Verdict.WARN,
                    "1024 × 768 is less than 1280 × 800: voters have to scroll"),
                line(Item.READER, Verdict.FAIL, "no passport reader is plugged in"),
                line(Item.PRINTER, Verdict.WARN, "none: receipts are shown, not printed"),
                line(
                    Item.NETWORK,
                    Verdict.WARN,
                    "could not be checked: the node did not answer in time"),
                line(
                    Item.BALANCE,
                    Verdict.WARN,
                    "0.001 is less than 0.0213 for a full box at today's price"),
                line(Item.TRUST_LIST, Verdict.PASS, "newest authority since 2024-03-01"),
                line(Item.PROVING_KEYS, Verdict.PASS, "warm"),
                line(Item.PROOF, Verdict.PASS, "9.4 s")),
            false,
            none));
    all.put("23-zero", new StaffState.Zero(language, zero, false, none));
    all.put("24-live", new StaffState.Live(language, Polls.OPEN, figures, false, none));
    all.put(
        "24-out-of-order",
        new StaffState.Live(
            language,
            Polls.OUT_OF_ORDER,
            figures,
            false,
            new StaffState.Notice.VoterSideBroke(failure(FailureCode.UNEXPECTED, "7K2-F0Q"))));
    StaffState.Live live =
        new StaffState.Live(language, Polls.PAUSED, StationFigures.none(), false, none);
    all.put("24-paused", live);
    all.put("25-closing", new StaffState.Closing(language, live));
    all.put("26-closed", new StaffState.Closed(language, closing, none));
    all.put(
        "26-closed-refused",
        new StaffState.Closed(
            language,
            closing,
            new StaffState.Notice.Refused(
                failure(FailureCode.CHAIN_UNREACHABLE, "the node cannot be reached"))));
    all.put(
        "26-closed-receipts",
        new StaffState.Closed(language, closing, new StaffState.Notice.ReceiptsTaken(3)));
    all.put(
        "26-closed-folder",
        new StaffState.Closed(
            language, closing, new StaffState.Notice.KeptInFolder("/srv/urna-export")));
    all.put("27-preflight", new StaffState.Preflight(language, closing));
    all.put(
        "28-ready",
        new StaffState.ReadyToSend(
            language,
            closing,
            new PreflightOutcome.Ready(
                List.of(
                    new PreflightOutcome.Fact(PreflightOutcome.Item.CHAIN, "31337"),
                    new PreflightOutcome.Fact(
                        PreflightOutcome.Item.CONTRACT,
                        "0x71C7656EC7ab88b098defB751B7401B5f6d8976F"),
                    new PreflightOutcome.Fact(PreflightOutcome.Item.BALANCE, "0.25 ETH"),
                    new PreflightOutcome.Fact(PreflightOutcome.Item.ESTIMATED_COST, "0.0063 ETH")),
                rows)));
    all.put("29-uploading", new StaffState.Uploading(language, closing, rows, false));
    all.put("30-uploaded", new StaffState.Uploaded(language, closing, rows, true, none));
    all.put(
        "30-stopped",
        new StaffState.Uploaded(
            language, closing, rows, false, new StaffState.Notice.Interrupted()));
    all.put(
        "30-refused",
        new StaffState.Uploaded(
            language,
            closing,
            List.of(
                UploadSamples.refused(3, 42, ContractRefusal.named(ContractRefusal.SEQUENCE_USED))),
            false,
            new StaffState.Notice.Refused(
                failure(FailureCode.SEQUENCE_TAKEN, "3: SequenceUsedByAnotherBatch()"))));
    return all;
  }

  private static ReadinessReport.Line line(Item item, Verdict verdict, String reason) {
    return new ReadinessReport.Line(item, verdict, reason);
  }

  private static Failure failure(FailureCode code, String detail) {
    return new Failure(code, detail);
  }
}
