package org.urna.station;

import java.util.Optional;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ElectionPackage;
import org.urna.election.ElectionPackageException;
import org.urna.failure.Failure;
import org.urna.queue.BoxFigures;
import org.urna.queue.QueueException;
import org.urna.queue.sqlite.SqliteBallotQueue;

/// What a station says of itself to who only looks: nothing of it is written, undone or held
/// against anything else, which is for who takes it up ([StationSession#load]).
///
/// @param shortCode of the package that it accepted, once provisioned
/// @param box its ballot box, once provisioned
/// @param torn that the log's last entry was torn; the next program that takes the station up cuts
///   it off
public record StationFigures(
    StationState state,
    Optional<String> shortCode,
    Optional<BoxFigures> box,
    Optional<Failure> torn) {
  /// @param organiser whose packages the station accepts
  /// @throws StationLogException if the log is damaged
  /// @throws UnusableStationException if its box or its copy of the package cannot be read, or
  ///   another program has the box open
  /// @throws StationKeyException if its key files are damaged
  public static StationFigures read(StationFolder folder, Address organiser, StationLog log)
      throws StationLogException, UnusableStationException, StationKeyException {
    StationState state = StationSession.stateIn(log);
    Optional<Bytes> manifest = StationSession.manifestIn(log);
    if (manifest.isEmpty()) {
      return new StationFigures(state, Optional.empty(), Optional.empty(), log.torn());
    }
    try {
      ElectionPackage copy = ElectionPackage.open(folder.election(manifest.get()), organiser);
      Address station = StationKeys.requireIdentity(folder.keys()).address();
      BoxFigures box = SqliteBallotQueue.look(folder.ballotBox(manifest.get()), station);
      return new StationFigures(state, Optional.of(copy.shortCode()), Optional.of(box), log.torn());
    } catch (ElectionPackageException e) {
      throw new UnusableStationException(StationSession.packageDamaged(e), e);
    } catch (QueueException e) {
      throw new UnusableStationException(StationSession.boxDamaged(e), e);
    }
  }
}
