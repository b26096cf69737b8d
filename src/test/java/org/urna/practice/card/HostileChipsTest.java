package org.urna.practice.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.practice.specimen.Specimens.LIBRARY;
import static org.urna.practice.specimen.Specimens.POLLING_DAY;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.hardware.CardExchange;
import org.urna.passport.ChipFile;
import org.urna.passport.ChipSession;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.chip.JmrtdPassportReader;
import org.urna.passport.chip.ReadLimits;
import org.urna.practice.mishap.HostileFile;
import org.urna.practice.mishap.Mishap;
import org.urna.practice.mishap.MishapScript;
import org.urna.practice.specimen.NamedSpecimen;
import org.urna.practice.specimen.SpecimenPassport;
import org.urna.trust.InspectionResult;
import org.urna.trust.PassportInspection;
import org.urna.trust.PrintedPage;
import org.urna.trust.TrustList;

/// Everything that can go wrong between a chip and the verdict, at every command of a whole
/// inspection, for each way in and each proof. Whatever the line does, three things hold: the
/// verdict is one of the typed ones and comes after a bounded number of commands; a passport that
/// is called genuine has exactly the signed bytes; and a disturbed line never makes an honest
/// passport a forgery.
@Timeout(300)
class HostileChipsTest {

  private static final Clock POLLING =
      Clock.fixed(POLLING_DAY.atTime(9, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);

  /// Short, because a silent chip costs one of them; long against a pause of a busy machine.
  private static final ReadLimits IMPATIENT =
      new ReadLimits(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofSeconds(20));

  private static final CardExchange EXTENDED = new CardExchange(true, 448);

  /// The longest honest inspection here takes 19 commands; one that asks again and again more.
  private static final int MOST_COMMANDS = 60;

  /// What a verdict on the hostile files below may allocate on the reading thread.
  private static final long MOST_BYTES = 16L << 20;

  private record Run(InspectionResult verdict, int commands) {}

  static Stream<NamedSpecimen> everyWayInAndEveryProof() {
    Set<String> wanted =
        Set.of("russian", "rsa-aa", "ecdsa-aa", "aa-only", "pace-can", "pace-im", "pace-cam");
    return LIBRARY.all().stream().filter(specimen -> wanted.contains(specimen.id()));
  }

  @ParameterizedTest
  @MethodSource("everyWayInAndEveryProof")
  void aCardTakenAwayAtAnyCommandIsLostContactAndReadsWhenItIsLaidAgain(NamedSpecimen specimen)
      throws Exception {
    SpecimenPassport passport = specimen.passport();
    int commands = honest(passport).commands;
    for (int at = 0; at < commands; at++) {
      MishapScript script = MishapScript.empty().at(at, new Mishap.Removed()).once();
      InProcessReader slot = new InProcessReader("test");
      slot.lay(passport.chip(script));
      assertThat(inspect(passport, slot, EXTENDED, ReadLimits.KIOSK).verdict)
          .as("removed at command " + at)
          .isEqualTo(new InspectionResult.Unreadable(PassportReadFailure.LOST_CONTACT));
      assertThat(script.happened()).isOne();
      slot.lay(passport.chip());
      assertGenuine(passport, inspect(passport, slot, EXTENDED, ReadLimits.KIOSK).verdict);
    }
  }

  @ParameterizedTest
  @MethodSource("everyWayInAndEveryProof")
  void aChipThatFallsSilentAtAnyCommandIsSaidToBeSilent(NamedSpecimen specimen) throws Exception {
    SpecimenPassport passport = specimen.passport();
    int commands = honest(passport).commands;
    for (int at = 0; at < commands; at++) {
      InProcessReader slot = new InProcessReader("test");
      slot.lay(passport.chip(MishapScript.empty().at(at, new Mishap.Silent())));
      assertThat(inspect(passport, slot, EXTENDED, IMPATIENT).verdict)
          .as("silent at command " + at)
          .isEqualTo(new InspectionResult.Unreadable(PassportReadFailure.CHIP_SILENT));
      slot.remove();
    }
  }

  @ParameterizedTest
  @MethodSource("everyWayInAndEveryProof")
  void anyDisturbanceAtAnyCommandEndsTypedAndAccusesNoHonestPassport(NamedSpecimen specimen)
      throws Exception {
    SpecimenPassport passport = specimen.passport();
    for (CardExchange exchange : List.of(EXTENDED, CardExchange.SHORT)) {
      int commands = honest(passport, exchange).commands;
      for (int at = 0; at < commands; at++) {
        for (Mishap mishap : disturbances()) {
          InProcessReader slot = new InProcessReader("test");
          slot.lay(passport.chip(MishapScript.empty().at(at, mishap)));
          Run run = inspect(passport, slot, exchange, ReadLimits.KIOSK);
          String what = mishap + " at command " + at + " of " + specimen;
          assertThat(run.commands).as(what).isLessThanOrEqualTo(MOST_COMMANDS);
          switch (run.verdict) {
            case InspectionResult.Genuine _ -> assertGenuine(passport, run.verdict);
            case InspectionResult.Unreadable _, InspectionResult.CloneSuspected _ -> {}
            case InspectionResult.SignedButClonable _,
                InspectionResult.UnknownIssuer _,
                InspectionResult.Forged _,
                InspectionResult.PageAndChipDiffer _ ->
                throw new AssertionError(what + " ends in " + run.verdict);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyWayInAndEveryProof")
  void hostileFilesEndTypedWithoutTakingMemory(NamedSpecimen specimen) throws Exception {
    SpecimenPassport passport = specimen.passport();
    for (ChipFile file : ChipFile.values()) {
      for (HostileFile hostile : HostileFile.values()) {
        InProcessReader slot = new InProcessReader("test");
        slot.lay(
            passport.chip(MishapScript.empty().serving(file.id(), hostile.content(file.tag()))));
        long before = allocated();
        Run run = inspect(passport, slot, EXTENDED, ReadLimits.KIOSK);
        long taken = allocated() - before;
        String what = hostile + " as " + file + " of " + specimen;
        assertThat(taken).as(what).isLessThan(MOST_BYTES);
        assertThat(run.commands).as(what).isLessThanOrEqualTo(MOST_COMMANDS);
        if (run.verdict instanceof InspectionResult.Genuine) {
          assertGenuine(passport, run.verdict);
          assertThat(isNeeded(passport, file)).as(what).isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"russian", "pace-can", "ecdsa-aa"})
  void everyStatusWordAChipMightInventEndsTyped(String id) throws Exception {
    SpecimenPassport passport = specimen(id).passport();
    List<Integer> words = new ArrayList<>(List.of(0x6100, 0x61FF, 0x6281, 0x6282, 0x6300, 0x63C0));
    IntStream.rangeClosed(0x62, 0x6F).map(high -> high << 8).forEach(words::add);
    words.addAll(List.of(0x63C1, 0x63CF, 0x6982, 0x6983, 0x6984, 0x6985, 0x6987, 0x6988));
    words.addAll(List.of(0x6A80, 0x6A81, 0x6A82, 0x6A86, 0x6A87, 0x6A88, 0x6B00, 0x6CFF, 0x0000));
    int commands = honest(passport).commands;
    Set<PassportReadFailure> seen = EnumSet.noneOf(PassportReadFailure.class);
    for (int at = 0; at < commands; at++) {
      for (int word : words) {
        InProcessReader slot = new InProcessReader("test");
        slot.lay(passport.chip(MishapScript.empty().at(at, new Mishap.Status(word))));
        Run run = inspect(passport, slot, EXTENDED, ReadLimits.KIOSK);
        String what = String.format("%04X at command %d", word, at);
        assertThat(run.commands).as(what).isLessThanOrEqualTo(MOST_COMMANDS);
        switch (run.verdict) {
          case InspectionResult.Genuine _ -> assertGenuine(passport, run.verdict);
          case InspectionResult.Unreadable(PassportReadFailure failure) -> seen.add(failure);
          case InspectionResult.CloneSuspected _ -> {}
          case InspectionResult other -> throw new AssertionError(what + " ends in " + other);
        }
      }
    }
    assertThat(seen)
        .contains(
            PassportReadFailure.NOT_A_PASSPORT,
            PassportReadFailure.KEY_REFUSED,
            PassportReadFailure.KEY_BLOCKED,
            PassportReadFailure.PROTOCOL_ERROR);
  }

  @Test
  void everyNamedSpecimenGetsTheVerdictItWasMadeFor() throws Exception {
    for (NamedSpecimen specimen : LIBRARY.all()) {
      Class<? extends InspectionResult> expected =
          switch (specimen.id()) {
            case "clone", "clone-aa", "clone-aa-only" -> InspectionResult.CloneSuspected.class;
            case "clonable" -> InspectionResult.SignedButClonable.class;
            case "unknown-issuer" -> InspectionResult.UnknownIssuer.class;
            case "forged", "forged-signer", "expired-signer" -> InspectionResult.Forged.class;
            default -> InspectionResult.Genuine.class;
          };
      Run run = honest(specimen.passport());
      assertThat(run.verdict).as(specimen.id()).isInstanceOf(expected);
      if (run.verdict instanceof InspectionResult.Genuine) {
        assertGenuine(specimen.passport(), run.verdict);
      }
    }
  }

  private static List<Mishap> disturbances() {
    List<Mishap> all = new ArrayList<>();
    for (ChipReply.Seal seal : ChipReply.Seal.values()) {
      all.add(new Mishap.Sealed(seal));
    }
    all.add(new Mishap.Replayed());
    all.add(new Mishap.Hollow());
    for (int word : new int[] {0x6282, 0x6700, 0x6982, 0x6A82, 0x6B00, 0x6CFF, 0x6F00}) {
      all.add(new Mishap.OuterStatus(word));
    }
    for (int bytes : new int[] {0, 1, 2, 3, 10, 16, 40, 100}) {
      all.add(new Mishap.Truncated(bytes));
    }
    for (int bytes : new int[] {1, 8, 300, 7_000}) {
      all.add(new Mishap.Oversized(bytes));
    }
    return all;
  }

  /// No verdict without this file. What EF.CardAccess holds only helps to get in.
  private static boolean isNeeded(SpecimenPassport passport, ChipFile file) {
    return switch (file) {
      case CARD_ACCESS -> false;
      case SECURITY_OBJECT, DATA_GROUP_1 -> true;
      case DATA_GROUP_14 -> hasDataGroup(passport, 14);
      case DATA_GROUP_15 -> hasDataGroup(passport, 15);
    };
  }

  private static boolean hasDataGroup(SpecimenPassport passport, int number) {
    try {
      return passport.dataGroup(number).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static NamedSpecimen specimen(String id) {
    return LIBRARY.all().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private static Run honest(SpecimenPassport passport) throws Exception {
    return honest(passport, EXTENDED);
  }

  private static Run honest(SpecimenPassport passport, CardExchange exchange) throws Exception {
    InProcessReader slot = new InProcessReader("test");
    slot.lay(passport.chip());
    return inspect(passport, slot, exchange, ReadLimits.KIOSK);
  }

  private static Run inspect(
      SpecimenPassport passport, InProcessReader slot, CardExchange exchange, ReadLimits limits)
      throws Exception {
    int[] commands = {0};
    SecureRandom random = new SecureRandom();
    JmrtdPassportReader reader =
        new JmrtdPassportReader(slot, exchange, limits, random, (_, _, _, _, _) -> commands[0]++);
    TrustList pinned = TrustList.of(LIBRARY.anchors());
    try (ChipSession session = reader.open(passport.accessKey());
        PrintedPage page = PrintedPage.scanned(passport.holder().machineReadableZone())) {
      InspectionResult verdict =
          new PassportInspection(pinned, POLLING, random, Runnable::run).inspect(session, page);
      return new Run(verdict, commands[0]);
    } catch (PassportReadException e) {
      return new Run(new InspectionResult.Unreadable(e.failure()), commands[0]);
    }
  }

  private static void assertGenuine(SpecimenPassport passport, InspectionResult verdict) {
    assertThat(verdict).isInstanceOf(InspectionResult.Genuine.class);
    try (var genuine = ((InspectionResult.Genuine) verdict).passport()) {
      assertThat(genuine.dg1()).isEqualTo(passport.dataGroup(1));
      assertThat(genuine.isChipProven()).isTrue();
    }
  }
}
