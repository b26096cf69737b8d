package org.urna.bench;

import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import net.sf.scuba.smartcards.CardService;
import net.sf.scuba.smartcards.CommandAPDU;
import net.sf.scuba.smartcards.ResponseAPDU;
import org.jmrtd.BACKey;
import org.jmrtd.PassportService;
import org.jmrtd.lds.ChipAuthenticationInfo;
import org.jmrtd.lds.ChipAuthenticationPublicKeyInfo;
import org.jmrtd.lds.SODFile;
import org.jmrtd.lds.SecurityInfo;
import org.jmrtd.lds.icao.COMFile;
import org.jmrtd.lds.icao.DG14File;
import org.jmrtd.lds.icao.DG1File;
import org.urna.passport.ChipSession;
import org.urna.passport.MrzKey;
import org.urna.passport.pcsc.CardExchange;
import org.urna.passport.pcsc.JmrtdPassportReader;
import org.urna.passport.pcsc.ReadLimits;
import org.urna.practice.ChipSimulator;
import org.urna.practice.InProcessReader;
import org.urna.practice.SecurityInfos;
import org.urna.practice.SpecimenLibrary;
import org.urna.practice.SpecimenPassport;
import tools.jackson.databind.node.ObjectNode;

/// What is sent to a chip until a passport is known to be genuine: plain JMRTD with its defaults,
/// and Urna. Both read the same simulated chip in this process, so the time is computing only; on a
/// real reader each command costs some milliseconds and each kilobyte about ten.
///
/// Both open the chip with Basic Access Control, read EF.SOD, DG1 and DG14, and authenticate the
/// chip. JMRTD reads EF.COM too, as its documentation shows.
final class ChipMeasurement {
  private static final int RUNS = 5;

  private ChipMeasurement() {}

  private record Cost(int commands, int bytes, double millis) {}

  private static final class Meter {
    int commands;
    int bytes;
  }

  private interface Reading {
    void read(SpecimenPassport passport, Meter meter) throws Exception;
  }

  static void run(ObjectNode json) throws Exception {
    SpecimenLibrary library = SpecimenLibrary.forPollingDay(LocalDate.of(2026, 11, 22));
    System.out.println(
        "chip: commands, bytes both ways and milliseconds for each specimen, in process, median of "
            + RUNS);
    System.out.println(
        Bench.line(
            "%-10s | %8s %8s | %22s | %22s | %22s",
            "specimen",
            "commands",
            "bytes",
            "plain JMRTD",
            "Urna, extended length",
            "Urna, short length"));
    List<SpecimenPassport> all = new ArrayList<>(library.citizens());
    all.add(library.minor());
    all.add(library.foreigner());
    for (SpecimenPassport passport : all) {
      Cost plain = median(passport, ChipMeasurement::plain);
      Cost extended =
          median(passport, (chip, meter) -> ours(chip, meter, new CardExchange(true, 7_900)));
      Cost brief = median(passport, (chip, meter) -> ours(chip, meter, CardExchange.SHORT));
      ObjectNode row = json.putObject(passport.accessKey().documentNumber());
      row.put("commandRatio", (double) plain.commands / extended.commands);
      row.put("byteRatio", (double) plain.bytes / extended.bytes);
      write(row.putObject("plainJmrtd"), plain);
      write(row.putObject("urnaExtended"), extended);
      write(row.putObject("urnaShort"), brief);
      System.out.println(
          Bench.line(
              "%-10s | %8.2f %8.2f | %s | %s | %s",
              passport.accessKey().documentNumber(),
              (double) plain.commands / extended.commands,
              (double) plain.bytes / extended.bytes,
              text(plain),
              text(extended),
              text(brief)));
    }
  }

  private static String text(Cost cost) {
    return Bench.line("%4d %,7d B %5.0f ms", cost.commands, cost.bytes, cost.millis);
  }

  private static void write(ObjectNode json, Cost cost) {
    json.put("commands", cost.commands).put("bytes", cost.bytes).put("millis", cost.millis);
  }

  private static Cost median(SpecimenPassport passport, Reading reading) throws Exception {
    List<Double> times = new ArrayList<>();
    Meter meter = new Meter();
    for (int run = 0; run <= RUNS; run++) {
      meter = new Meter();
      long start = System.nanoTime();
      reading.read(passport, meter);
      if (run > 0) {
        times.add(Bench.millisSince(start));
      }
    }
    return new Cost(meter.commands, meter.bytes, Bench.median(times));
  }

  private static void ours(SpecimenPassport passport, Meter meter, CardExchange exchange)
      throws Exception {
    InProcessReader slot = new InProcessReader("bench");
    slot.lay(passport.chip());
    JmrtdPassportReader reader =
        new JmrtdPassportReader(
            slot,
            exchange,
            ReadLimits.KIOSK,
            new SecureRandom(),
            (_, command, response, _, _) -> {
              meter.commands++;
              meter.bytes += command + response;
            });
    try (ChipSession session = reader.open(passport.accessKey())) {
      session.readSecurityObject();
      session.authenticateChip(SecurityInfos.onlyKey(session.readDataGroup(14)));
      session.readDataGroup(1);
      if (!session.facts().chipProven()) {
        throw new IllegalStateException("the chip was not proven genuine");
      }
    }
  }

  private static void plain(SpecimenPassport passport, Meter meter) throws Exception {
    MeteredChip card = new MeteredChip(passport.chip(), meter);
    PassportService service =
        new PassportService(
            card,
            PassportService.NORMAL_MAX_TRANCEIVE_LENGTH,
            PassportService.DEFAULT_MAX_BLOCKSIZE,
            false,
            true);
    service.open();
    try {
      service.sendSelectApplet(false);
      MrzKey key = passport.accessKey();
      service.doBAC(new BACKey(key.documentNumber(), key.birthDate(), key.expiryDate()));
      new COMFile(service.getInputStream(PassportService.EF_COM));
      new SODFile(service.getInputStream(PassportService.EF_SOD));
      DG14File dg14 = new DG14File(service.getInputStream(PassportService.EF_DG14));
      ChipAuthenticationPublicKeyInfo info =
          dg14.getSecurityInfos().stream()
              .filter(ChipAuthenticationPublicKeyInfo.class::isInstance)
              .map(ChipAuthenticationPublicKeyInfo.class::cast)
              .findFirst()
              .orElseThrow();
      String protocol =
          dg14.getSecurityInfos().stream()
              .filter(ChipAuthenticationInfo.class::isInstance)
              .map(SecurityInfo::getObjectIdentifier)
              .findFirst()
              .orElseThrow();
      service.doEACCA(
          info.getKeyId(), protocol, info.getObjectIdentifier(), info.getSubjectPublicKey());
      // Under the new keys, so that it proves the chip.
      new DG1File(service.getInputStream(PassportService.EF_DG1));
    } finally {
      service.close();
    }
  }

  private static final class MeteredChip extends CardService {
    private static final long serialVersionUID = 1;

    private final transient ChipSimulator chip;
    private final transient Meter meter;
    private boolean open;

    MeteredChip(ChipSimulator chip, Meter meter) {
      this.chip = chip;
      this.meter = meter;
    }

    @Override
    public void open() {
      chip.reset();
      open = true;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public ResponseAPDU transmit(CommandAPDU command) {
      byte[] response = chip.transmit(command.getBytes()).orElseThrow();
      meter.commands++;
      meter.bytes += command.getBytes().length + response.length;
      return new ResponseAPDU(response);
    }

    @Override
    public byte[] getATR() {
      return chip.answerToReset();
    }

    @Override
    public void close() {
      open = false;
    }

    @Override
    public boolean isConnectionLost(Exception e) {
      return false;
    }
  }
}
