package org.urna.rehearsal;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.urna.election.ElectionMode;
import org.urna.flow.voter.CastOutcome;
import org.urna.flow.voter.PassportOutcome;
import org.urna.flow.voter.ProofOutcome;
import org.urna.flow.voter.SealOutcome;
import org.urna.flow.voter.TypedKey;
import org.urna.hardware.CardExchange;
import org.urna.kiosk.Provers;
import org.urna.kiosk.VoterVisit;
import org.urna.office.Installation;
import org.urna.passport.CardConnection;
import org.urna.passport.CardSlot;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.chip.JmrtdPassportReader;
import org.urna.passport.chip.ReadLimits;
import org.urna.station.StationFolder;

/// One voter's whole visit in a process that knows nothing of the passport but what the chip and
/// the voter's fingers say: commands go out through a pipe, responses come back, and the keys typed
/// come masked, so that no copy but the kiosk's own lies in this memory. It dumps its heap while
/// the passport is held, and after the visit.
final class CanaryKiosk {
  static final int COMMAND = 1;
  static final int RESET = 2;
  static final int ENDED = 3;
  static final int MASK = 0x5a;

  private final DataInputStream in;
  private final DataOutputStream out;

  private CanaryKiosk(DataInputStream in, DataOutputStream out) {
    this.in = in;
    this.out = out;
  }

  /// @param args the station's data folder, the folder for heap dumps
  public static void main(String[] args) throws Exception {
    CanaryKiosk kiosk =
        new CanaryKiosk(new DataInputStream(System.in), new DataOutputStream(System.out));
    System.setOut(System.err);
    Path dumps = Path.of(args[1]);
    SecureRandom random = new SecureRandom();
    try (StationProcess station =
        new StationProcess(StationFolder.of(Path.of(args[0]), ElectionMode.PRACTICE))) {
      station.open();
      try (Provers provers =
          Provers.load(
              station.election().manifest(),
              station.address(),
              Installation.circuits(null),
              Runtime.getRuntime().availableProcessors(),
              random)) {
        JmrtdPassportReader reader =
            new JmrtdPassportReader(
                kiosk.slot(), new CardExchange(true, 7_900), ReadLimits.KIOSK, random);
        kiosk.vote(station, reader, provers, dumps);
        dump(dumps.resolve("after.hprof"));
        // Both outlive the dump, as they outlive a voter at the kiosk.
        provers.anchors().size();
        station.election();
        java.lang.ref.Reference.reachabilityFence(reader);
      }
    }
    kiosk.out.writeByte(ENDED);
    kiosk.out.flush();
  }

  private void vote(StationProcess station, JmrtdPassportReader reader, Provers provers, Path dumps)
      throws Exception {
    try (VoterVisit visit = station.visit(reader, provers)) {
      try (TypedKey key = new TypedKey(typed(9), typed(6), typed(6))) {
        expect(visit.readPassport(key, _ -> {}), PassportOutcome.Admitted.class);
      }
      dump(dumps.resolve("during.hprof"));
      expect(visit.prove(_ -> {}), ProofOutcome.Prepared.class);
      expect(visit.seal(1, _ -> {}), SealOutcome.Sealed.class);
      expect(visit.cast(), CastOutcome.Cast.class);
    }
  }

  private static void expect(Object outcome, Class<?> wanted) {
    if (!wanted.isInstance(outcome)) {
      throw new IllegalStateException("wanted " + wanted.getSimpleName() + ", but: " + outcome);
    }
  }

  private char[] typed(int length) throws IOException {
    char[] field = new char[length];
    for (int i = 0; i < length; i++) {
      field[i] = (char) (in.readUnsignedByte() ^ MASK);
    }
    return field;
  }

  private static void dump(Path file) throws IOException {
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(file.toString(), true);
  }

  private CardSlot slot() {
    return new CardSlot() {
      @Override
      public String name() {
        return "Reader at the other end of a pipe";
      }

      @Override
      public CardConnection connect() {
        reset();
        return new Connection();
      }
    };
  }

  private synchronized void reset() {
    try {
      out.writeByte(RESET);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Connection implements CardConnection {
    @Override
    public byte[] transmit(byte[] command) throws PassportReadException {
      synchronized (CanaryKiosk.this) {
        try {
          out.writeByte(COMMAND);
          out.writeInt(command.length);
          out.write(command);
          out.flush();
          return in.readNBytes(in.readInt());
        } catch (IOException e) {
          throw new PassportReadException(PassportReadFailure.READER_GONE, "the pipe is closed");
        }
      }
    }

    @Override
    public void close() {
      reset();
    }
  }
}
