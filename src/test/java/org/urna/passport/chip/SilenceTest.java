package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.practice.specimen.Specimens.LIBRARY;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.urna.hardware.CardExchange;
import org.urna.passport.AccessKey;
import org.urna.passport.ChipAuthenticationKey;
import org.urna.passport.ChipSession;
import org.urna.passport.PassportReadException;
import org.urna.passport.SessionFacts;
import org.urna.practice.card.InProcessReader;
import org.urna.practice.specimen.NamedSpecimen;
import org.urna.practice.specimen.SpecimenHolder;
import org.urna.practice.specimen.SpecimenPassport;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.InspectionResult;
import org.urna.trust.PassportInspection;
import org.urna.trust.PrintedPage;
import org.urna.trust.TrustList;

/// Reading passports, well or badly, writes nothing of a person into any log or exception.
class SilenceTest {
  /// Commands of the longest inspection here, in short APDUs.
  private static final int LONGEST = 19;

  @Test
  void noLogAndNoExceptionHoldsAnythingOfTheDocument() throws Exception {
    StringWriter everything = new StringWriter();
    PrintWriter out = new PrintWriter(everything);
    Handler javaLog = recording(out);
    Logger root = Logger.getLogger("");
    java.util.logging.Level before = root.getLevel();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    ListAppender<ILoggingEvent> slf4j = new ListAppender<>();
    ch.qos.logback.classic.Logger slf4jRoot = context.getLogger("ROOT");
    Level slf4jBefore = slf4jRoot.getLevel();
    slf4j.start();
    slf4jRoot.addAppender(slf4j);
    slf4jRoot.setLevel(Level.ALL);
    root.addHandler(javaLog);
    root.setLevel(java.util.logging.Level.ALL);
    try {
      for (SpecimenPassport passport : passports()) {
        for (AccessKey key : passport.accessKeys()) {
          for (int wrongAt = 0; wrongAt < LONGEST; wrongAt++) {
            inspect(passport, key, wrongAt, out);
          }
        }
      }
    } finally {
      root.removeHandler(javaLog);
      root.setLevel(before);
      slf4jRoot.detachAppender(slf4j);
      slf4jRoot.setLevel(slf4jBefore);
    }
    slf4j.list.forEach(event -> out.println(event.getFormattedMessage()));
    out.flush();
    String written = everything.toString().toUpperCase(Locale.ROOT);
    assertThat(written).as("the failures were seen").contains("PASSPORTREADEXCEPTION");
    assertThat(written).as("library loggers").doesNotContain("LOG ORG.JMRTD", "LOG NET.SF.SCUBA");
    for (String canary : canaries()) {
      assertThat(written).doesNotContain(canary);
    }
  }

  @Test
  void keysDoNotPrint() {
    for (SpecimenPassport passport : passports()) {
      for (AccessKey key : passport.accessKeys()) {
        assertThat(canaries()).noneMatch(canary -> key.toString().contains(canary));
      }
    }
  }

  /// Each way in and each proof, and a copy.
  private static List<SpecimenPassport> passports() {
    Set<String> wanted = Set.of("russian", "clone", "pace-can", "pace-cam", "rsa-aa", "ecdsa-aa");
    return LIBRARY.all().stream()
        .filter(specimen -> wanted.contains(specimen.id()))
        .map(NamedSpecimen::passport)
        .toList();
  }

  private static void inspect(
      SpecimenPassport passport, AccessKey key, int wrongAt, PrintWriter out) throws Exception {
    InProcessReader slot = new InProcessReader("in process");
    slot.lay(
        passport.chip(
            (index, command, chip) -> {
              byte[] answer = chip.answer(command);
              if (index == wrongAt && answer.length > 2) {
                answer[Math.min(10, answer.length - 3)] ^= 1;
              }
              return java.util.Optional.of(answer);
            }));
    SecureRandom random = new SecureRandom();
    JmrtdPassportReader reader =
        new JmrtdPassportReader(slot, CardExchange.SHORT, ReadLimits.KIOSK, random);
    PassportInspection inspection =
        new PassportInspection(
            TrustList.of(LIBRARY.anchors()), Clock.systemUTC(), random, Runnable::run);
    try (ChipSession session = new PrintingSession(reader.open(key), out);
        PrintedPage page = PrintedPage.scanned(passport.holder().machineReadableZone())) {
      InspectionResult result = inspection.inspect(session, page);
      out.println(result);
      out.println(session.facts());
      if (result instanceof InspectionResult.Genuine(AuthenticPassport genuine)) {
        genuine.close();
      }
    } catch (PassportReadException e) {
      e.printStackTrace(out);
    }
  }

  /// Prints every exception before the inspection makes a verdict of it.
  private record PrintingSession(ChipSession inner, PrintWriter out) implements ChipSession {
    private interface Work<T> {
      T run() throws PassportReadException;
    }

    private <T> T printing(Work<T> work) throws PassportReadException {
      try {
        return work.run();
      } catch (PassportReadException e) {
        e.printStackTrace(out);
        throw e;
      }
    }

    @Override
    public byte[] readSecurityObject() throws PassportReadException {
      return printing(inner::readSecurityObject);
    }

    @Override
    public byte[] readDataGroup(int number) throws PassportReadException {
      return printing(() -> inner.readDataGroup(number));
    }

    @Override
    public void authenticateChip(ChipAuthenticationKey verifiedKey) throws PassportReadException {
      out.println(verifiedKey);
      printing(
          () -> {
            inner.authenticateChip(verifiedKey);
            return verifiedKey;
          });
    }

    @Override
    public byte[] signChallenge(byte[] challenge, int answerBytes) throws PassportReadException {
      return printing(() -> inner.signChallenge(challenge, answerBytes));
    }

    @Override
    public SessionFacts facts() {
      return inner.facts();
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  private static List<String> canaries() {
    List<String> canaries = new ArrayList<>();
    for (SpecimenPassport passport : passports()) {
      SpecimenHolder holder = passport.holder();
      canaries.add(holder.documentNumber());
      canaries.add(holder.birthDateInZone());
      canaries.add(holder.expiryDateInZone());
      canaries.add(passport.holder().surname());
      canaries.add(passport.holder().givenNames());
      passport.cardAccessNumber().ifPresent(number -> canaries.add(number.digits()));
      String hex = HexFormat.of().withUpperCase().formatHex(passport.dataGroup(1));
      canaries.add(hex.substring(20, 40));
    }
    return canaries;
  }

  private static Handler recording(PrintWriter out) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        out.println("LOG " + record.getLoggerName() + " " + record.getMessage());
        if (record.getThrown() != null) {
          record.getThrown().printStackTrace(out);
        }
      }

      @Override
      public void flush() {
        out.flush();
      }

      @Override
      public void close() {
        out.flush();
      }
    };
  }
}
