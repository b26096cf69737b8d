package org.urna.kiosk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
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
import org.urna.queue.AppendResult;
import org.urna.queue.BallotFixtures;
import org.urna.queue.BallotQueue;
import org.urna.queue.QueueException;
import org.urna.station.PollsInMemory;

/// What a voter is told of the box's answer, answer by answer. Neither reader nor provers are
/// needed for that.
class VoterVisitTest {
  @TempDir Path data;
  private final List<String> asked = new ArrayList<>();
  private ElectionPackage election;
  private PollsInMemory polls;
  private SealedBallot ballot;
  private BallotCode code;

  /// What a box does when it is given a ballot.
  private interface Box {
    AppendResult append() throws QueueException;
  }

  @BeforeEach
  void open() throws Exception {
    election = ElectionFixtures.practicePackage(data.resolve("package"));
    polls = new PollsInMemory(data.resolve("keys"), election);
    ballot = BallotFixtures.random(new SecureRandom());
    code = ballot.code(election.electionId(), ElectionFixtures.STATION);
  }

  @AfterEach
  void close() {
    polls.end();
  }

  @Test
  void aBallotInTheBoxIsPromised() {
    assertPromised(cast(() -> new AppendResult.Queued(7)));
  }

  @Test
  void theSameBallotAgainIsPromisedAgain() {
    assertPromised(cast(() -> new AppendResult.AlreadyQueued(true)));
  }

  @Test
  void anotherBallotOfThePersonIsRefused() {
    assertThat(cast(() -> new AppendResult.AlreadyQueued(false)))
        .isEqualTo(notCast(FailureCode.ALREADY_VOTED));
  }

  @Test
  void aFullBoxIsSaidToBeFull() {
    assertThat(cast(() -> new AppendResult.BoxFull(100))).isEqualTo(notCast(FailureCode.BOX_FULL));
  }

  @Test
  void nothingKeptIsSaidOnlyIfItIsCertain() {
    assertThat(
            cast(
                () -> {
                  throw new QueueException(QueueException.Effect.NOTHING_KEPT, "full disk");
                }))
        .isEqualTo(notCast(FailureCode.NOT_STORED));
    CastOutcome outcome =
        cast(
            () -> {
              throw new QueueException(QueueException.Effect.UNKNOWN, "no answer");
            });
    assertThat(outcome).isEqualTo(new CastOutcome.Uncertain(""));
    assertThat(((CastOutcome.Uncertain) outcome).failure())
        .isEqualTo(Failure.of(FailureCode.STORAGE_UNCERTAIN));
  }

  @Test
  void pollsThatEndedTakeNoBallot() {
    polls.end();
    assertThat(cast(() -> new AppendResult.Queued(1))).isEqualTo(notCast(FailureCode.POLLS_ENDED));
    assertThat(asked).as("the box is not asked").isEmpty();
  }

  @Test
  void nothingCanBeDoneBeforeItsTime() {
    try (VoterVisit visit = visit(() -> new AppendResult.Queued(1))) {
      assertThatThrownBy(() -> visit.prove(_ -> {})).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> visit.seal(0, _ -> {})).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(visit::cast).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(visit::test).isInstanceOf(IllegalStateException.class);
    }
    assertThat(asked).isEmpty();
  }

  private static CastOutcome notCast(FailureCode code) {
    return new CastOutcome.NotCast(Failure.of(code));
  }

  private void assertPromised(CastOutcome outcome) {
    assertThat(outcome).isInstanceOf(CastOutcome.Cast.class);
    var receipt = ((CastOutcome.Cast) outcome).receipt();
    assertThat(receipt.code().hex()).isEqualTo(code.hex());
    assertThat(receipt.qr())
        .isEqualTo(code.qrText() + ":" + receipt.signature().toUpperCase(java.util.Locale.ROOT));
    assertThat(asked).containsExactly("append");
  }

  private CastOutcome cast(Box box) {
    return visit(box).keep(ballot, code);
  }

  @SuppressWarnings("NullAway") // keeping a ballot needs neither reader nor provers
  private VoterVisit visit(Box box) {
    BallotQueue queue =
        (BallotQueue)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BallotQueue.class},
                (_, method, _) -> {
                  asked.add(method.getName());
                  return box.append();
                });
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
}
