package org.urna.station;

import java.util.Optional;
import java.util.function.Supplier;
import org.urna.badge.NullifierKey;
import org.urna.ballot.BallotCode;
import org.urna.ballot.Promise;
import org.urna.election.ElectionPackage;

/// What exists only while polls are open: the keys in memory. Wiped when the polls pause or close;
/// whoever still holds it then gets an `IllegalStateException`.
public final class OpenPolls {
  private final ElectionPackage election;
  private final StationKeys keys;
  private final NullifierKey nullifierKey;

  /// Whether nothing may be cast any more.
  private boolean ended;

  OpenPolls(ElectionPackage election, StationKeys keys, NullifierKey nullifierKey) {
    this.election = election;
    this.keys = keys;
    this.nullifierKey = nullifierKey;
  }

  /// The key that nullifiers are made with; not the caller's to close.
  public NullifierKey nullifierKey() {
    return nullifierKey;
  }

  /// Does what must not be cut in two by a pause or the close: queueing a ballot *and* promising
  /// it. The polls end before it, and it is not done, or after it, and they wait.
  ///
  /// @return what `casting` gave, or nothing if the polls have ended
  public synchronized <T> Optional<T> whileOpen(Supplier<T> casting) {
    return ended ? Optional.empty() : Optional.of(casting.get());
  }

  /// The voter's receipt, to be made only after the ballot is durably queued.
  public Promise promise(BallotCode code) {
    return keys.promise(election.chain().domain(), election.electionId(), code);
  }

  StationKeys keys() {
    return keys;
  }

  /// Ends the casting, and waits for one that is going on; the keys are still there.
  synchronized void end() {
    ended = true;
  }

  /// Takes [#end()] back: the day could not be closed.
  synchronized void goOn() {
    ended = false;
  }

  synchronized void wipe() {
    ended = true;
    keys.close();
    nullifierKey.close();
  }
}
