package org.urna.rehearsal;

import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.urna.flow.FlowThreads;
import org.urna.flow.Language;
import org.urna.hardware.ProcessMemory;
import org.urna.kiosk.FlowDriver;
import org.urna.kiosk.PollingStation;
import org.urna.passport.ApduObserver;
import org.urna.practice.specimen.SpecimenLibrary;
import org.urna.practice.specimen.SpecimenPassport;
import org.urna.proof.circom.CircuitFiles;

/// One station, one visit after another, through the same flow as the screens, and what the process
/// has in memory after each: whether a long day makes it grow.
///
/// Half of the specimens cast a ballot, once each; the others test the machine as often as it
/// takes. So each visit reads a chip and makes both proofs. Every sixth has a passport of the other
/// variant, so that two variants' keys are in use.
final class VisitsRun {
  /// The limits that a kiosk promises (docs/adr/0014).
  static final long MOST_ANONYMOUS = 900L << 20;

  static final long MOST_RESIDENT = 1536L << 20;

  private static final int EVERY = 10;

  private final Path folder;
  private final CircuitFiles circuits;
  private final PrintStream out;

  VisitsRun(Path folder, CircuitFiles circuits, PrintStream out) {
    this.folder = folder;
    this.circuits = circuits;
    this.out = out;
  }

  /// Plays `visits` visits and prints a line for every tenth. Returns whether each ended as it must
  /// and memory stayed below the limits.
  boolean run(int visits) throws Exception {
    SecureRandom random = new SecureRandom();
    Clock clock = Clock.systemDefaultZone();
    long mostAnonymous = 0;
    long mostResident = 0;
    int stuck = 0;
    try (PracticeElection practice =
        PracticeElection.prepare(folder, 1, circuits, Optional.empty(), clock, random)) {
      PracticeMachine machine =
          new PracticeMachine(
              practice, 1, Optional.empty(), ApduObserver.none(), _ -> {}, random, clock);
      PracticeElection.provision(machine.machine(), practice.packageFolder());
      SpecimenLibrary people = practice.specimens();
      List<SpecimenPassport> citizens = people.citizens();
      int testers = citizens.size() / 2;
      try (PollingStation station = PollingStation.open(machine.machine());
          FlowDriver driver = station.driver(Language.RUSSIAN, FlowThreads.start())) {
        driver.start();
        station.warmUp();
        new ScriptedStaff(driver.staff()).open();
        out.println("visit  resident MB  anonymous MB  heap MB  seconds");
        for (int visit = 1; visit <= visits; visit++) {
          long start = System.nanoTime();
          // Voter 1 has two passports, and one vote.
          boolean other = visit % 6 == 0;
          boolean casts = !other && visit < citizens.size() - testers;
          SpecimenPassport passport =
              other
                  ? people.secondPassport()
                  : citizens.get(casts ? testers + visit : 1 + visit % (testers - 1));
          ScriptedVoter.Ending ending =
              new ScriptedVoter(
                      driver.voter(),
                      machine.reader(),
                      passport,
                      new ScriptedVoter.Wish(visit % 3, !casts))
                  .visit();
          if (ending instanceof ScriptedVoter.Ending.Refused(var failure)) {
            stuck++;
            out.println("visit " + visit + " ended with " + failure);
          }
          ProcessMemory now = ProcessMemory.read(ProcessMemory.OWN);
          mostAnonymous = Math.max(mostAnonymous, now.anonymous());
          mostResident = Math.max(mostResident, now.resident());
          if (visit % EVERY == 0 || visit == 1 || visit == visits) {
            Runtime runtime = Runtime.getRuntime();
            out.printf(
                "%5d  %11d  %12d  %7d  %7.1f%n",
                visit,
                now.resident() >> 20,
                now.anonymous() >> 20,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                (System.nanoTime() - start) / 1e9);
          }
        }
      }
    }
    out.printf(
        "most: resident %d MB of %d, anonymous %d MB of %d; %d visits did not end as they must%n",
        mostResident >> 20, MOST_RESIDENT >> 20, mostAnonymous >> 20, MOST_ANONYMOUS >> 20, stuck);
    return stuck == 0 && mostAnonymous <= MOST_ANONYMOUS && mostResident <= MOST_RESIDENT;
  }
}
