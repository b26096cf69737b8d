package org.urna.station;

import org.urna.election.Address;
import org.urna.election.ElectionPackage;
import org.urna.queue.BallotQueue;
import org.urna.queue.QueueException;

/// Opens the ballot box of an election at this station; the assembly chooses the kind and the file,
/// one for each election.
@FunctionalInterface
public interface BallotBoxes {
  BallotQueue open(ElectionPackage election, Address station) throws QueueException;
}
