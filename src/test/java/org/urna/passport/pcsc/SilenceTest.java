package org.urna.passport.pcsc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.practice.Specimens.LIBRARY;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.urna.passport.ChipSession;
import org.urna.passport.MrzKey;
import org.urna.passport.PassportReadException;
import org.urna.practice.InProcessReader;
import org.urna.practice.SecurityInfos;
import org.urna.practice.SpecimenPassport;

/// Reading passports, well or badly, writes nothing of a person into any log or exception.
class SilenceTest {

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
      for (SpecimenPassport passport : List.of(LIBRARY.citizens().getFirst(), LIBRARY.cloned())) {
        for (int wrongAt = 0; wrongAt < 8; wrongAt++) {
          read(passport, wrongAt, out);
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
    for (String canary : canaries()) {
      assertThat(written).doesNotContain(canary);
    }
  }

  @Test
  void keysDoNotPrint() {
    MrzKey key = LIBRARY.minor().accessKey();
    assertThat(key.toString()).doesNotContain(key.documentNumber()).doesNotContain(key.birthDate());
  }

  private static void read(SpecimenPassport passport, int wrongAt, PrintWriter out) {
    InProcessReader slot = new InProcessReader("in process");
    slot.lay(
        passport.chip(
            (index, command, chip) -> {
              byte[] answer = chip.answer(command);
              if (index == wrongAt && answer.length > 20) {
                answer[10] ^= 1;
              }
              return java.util.Optional.of(answer);
            }));
    JmrtdPassportReader reader =
        new JmrtdPassportReader(slot, CardExchange.SHORT, ReadLimits.KIOSK, new SecureRandom());
    try (ChipSession session = reader.open(passport.accessKey())) {
      session.readSecurityObject();
      session.authenticateChip(SecurityInfos.onlyKey(session.readDataGroup(14)));
      session.readDataGroup(1);
    } catch (PassportReadException e) {
      e.printStackTrace(out);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> canaries() {
    List<String> canaries = new ArrayList<>();
    for (SpecimenPassport passport : List.of(LIBRARY.citizens().getFirst(), LIBRARY.cloned())) {
      MrzKey key = passport.accessKey();
      canaries.add(key.documentNumber());
      canaries.add(key.birthDate());
      canaries.add(passport.holder().surname());
      canaries.add(passport.holder().givenNames());
      String hex = HexFormat.of().withUpperCase().formatHex(passport.dataGroup(1));
      canaries.add(hex.substring(20, 40));
    }
    return canaries;
  }

  private static Handler recording(PrintWriter out) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        out.println(record.getLoggerName() + " " + record.getMessage());
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
