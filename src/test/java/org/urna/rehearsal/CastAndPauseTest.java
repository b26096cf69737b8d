package org.urna.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.ballot.BallotCode;
import org.urna.ballot.SealedBallot;
import org.urna.election.ElectionFixtures;
import org.urna.election.ElectionPackage;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.flow.voter.CastOutcome;
import org.urna.kiosk.VoterVisit;
import org.urna.queue.BallotFixtures;
import org.urna.queue.BallotQueue;
import org.urna.queue.sqlite.BoxIdentity;
import org.urna.queue.sqlite.SqliteBallotQueue;
import org.urna.station.PollsInMemory;

/// A voter touches *Cast* while a volunteer pauses or closes: whatever the order, what the voter is
/// told is what happened.
class CastAndPauseTest {
  @TempDir Path data;
  private ElectionPackage election;
  private SqliteBallotQueue box;
  private PollsInMemory polls;
  private SealedBallot ballot;
  private BallotCode code;

  @BeforeEach
  void open() throws Exception {
    election = ElectionFixtures.practicePackage(data.resolve("package"));
    box =
        SqliteBallotQueue.open(
            data.resolve("box"), BoxIdentity.of(election, ElectionFixtures.STATION));
    box.openDay();
    polls = new PollsInMemory(data.resolve("keys"), election);
    ballot = BallotFixtures.random(new SecureRandom());
    code = ballot.code(election.electionId(), ElectionFixtures.STATION);
  }

  @AfterEach
  void close() throws Exception {
    polls.end();
    box.close();
  }

  @SuppressWarnings("NullAway") // keeping a ballot needs neither reader nor provers
  private VoterVisit visit(BallotQueue queue) {
    return new VoterVisit(
        new VoterVisit.Station(
            election.manifest(),
            null,
            null,
            queue,
            polls.polls(),
            new SecureRandom(),
            Clock.systemUTC()));
  }

  @Test
  void whoSealedBeforeThePauseCannotCastAfterIt() throws Exception {
    polls.end();

    CastOutcome outcome = visit(box).keep(ballot, code);

    assertThat(outcome).isEqualTo(new CastOutcome.NotCast(Failure.of(FailureCode.POLLS_ENDED)));
    assertThat(box.ballotsInAll()).as("nothing is kept of a ballot that was refused").isZero();
  }

  @Test
  void pauseWaitsUntilQueuedBallotIsPromised() throws Exception {
    Thread pause = new Thread(polls::end);
    BallotQueue interrupted =
        (BallotQueue)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BallotQueue.class},
                (_, method, arguments) -> {
                  try {
                    Object result = method.invoke(box, arguments);
                    pause.start();
                    while (pause.isAlive() && pause.getState() != Thread.State.BLOCKED) {
                      Thread.onSpinWait();
                    }
                    return result;
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });

    CastOutcome outcome = visit(interrupted).keep(ballot, code);
    pause.join();

    assertThat(box.ballotsInAll()).isEqualTo(1);
    assertThat(outcome).isInstanceOf(CastOutcome.Cast.class);
    assertThat(visit(box).keep(ballot, code)).isInstanceOf(CastOutcome.NotCast.class);
  }
}
