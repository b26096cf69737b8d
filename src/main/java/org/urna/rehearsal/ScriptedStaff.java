package org.urna.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.urna.failure.Failure;
import org.urna.flow.Flow;
import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffState;
import org.urna.flow.staff.StaffState.Notice;
import org.urna.flow.staff.TypedPassphrase;
import org.urna.upload.UploadProgress;

/// The two officials of the headless demo: they press what officials press, through the same flow
/// as the screens.
final class ScriptedStaff {
  private static final long LONGEST_STEP_SECONDS = 180;

  private final Flow<StaffState, StaffEvent> flow;

  ScriptedStaff(Flow<StaffState, StaffEvent> flow) {
    this.flow = flow;
  }

  /// Signs in, runs the readiness list, looks at the zero report, opens the polls.
  ///
  /// @return the readiness list
  List<String> open() throws Exception {
    signIn();
    StaffState.Preparing idle = await(StaffState.Preparing.class, state -> true);
    if (!idle.running() && idle.lines().isEmpty()) {
      flow.send(new StaffEvent.CheckAsked());
    }
    StaffState.Preparing ready =
        await(StaffState.Preparing.class, state -> !state.running() && !state.lines().isEmpty());
    List<String> lines = new ArrayList<>();
    ready
        .lines()
        .forEach(
            line ->
                lines.add("%-4s %-14s %s".formatted(line.verdict(), line.item(), line.reason())));
    flow.send(new StaffEvent.ZeroReportAsked());
    await(StaffState.Zero.class, state -> true);
    flow.send(new StaffEvent.OpenAsked());
    flow.send(new StaffEvent.Confirmed());
    await(StaffState.Live.class, state -> true);
    return lines;
  }

  private void signIn() throws Exception {
    await(StaffState.SignIn.class, state -> state.typed().isEmpty());
    for (int official = 0; official < 2; official++) {
      int before = official;
      await(StaffState.SignIn.class, state -> state.typed().size() == before);
      flow.send(
          new StaffEvent.PassphraseGiven(
              new TypedPassphrase(PracticeElection.PASSPHRASES.get(official).toCharArray())));
    }
  }

  /// Closes the polls.
  void close() throws Exception {
    flow.send(new StaffEvent.CloseAsked());
    flow.send(new StaffEvent.Confirmed());
    StaffState next =
        await(
            StaffState.class,
            state -> state instanceof StaffState.SignIn || state instanceof StaffState.Closed);
    if (next instanceof StaffState.SignIn) {
      signIn();
    }
    await(StaffState.Closed.class, state -> true);
  }

  /// Asks for the upload and expects to be told why not.
  Failure uploadRefused() throws Exception {
    flow.send(new StaffEvent.UploadAsked());
    StaffState.Closed closed =
        await(StaffState.Closed.class, state -> state.notice() instanceof Notice.Refused);
    return ((Notice.Refused) closed.notice()).failure();
  }

  /// Uploads everything.
  ///
  /// @return the batches as they ended
  List<UploadProgress> upload() throws Exception {
    flow.send(new StaffEvent.UploadAsked());
    await(StaffState.ReadyToSend.class, state -> true);
    flow.send(new StaffEvent.SendAsked());
    StaffState.Uploaded uploaded = await(StaffState.Uploaded.class, state -> true);
    return uploaded.rows();
  }

  private <T extends StaffState> T await(Class<T> kind, Predicate<T> wanted) throws Exception {
    StaffState found =
        flow.when(state -> kind.isInstance(state) && wanted.test(kind.cast(state)))
            .get(LONGEST_STEP_SECONDS, TimeUnit.SECONDS);
    return kind.cast(found);
  }
}
