/// The ballot box of a station: ballots wait here between the moment a voter casts and the moment a
/// batch is on chain. A port ([org.urna.queue.BallotQueue]), the batches it is emptied into, and
/// their files for a station without a network. It knows ballots and elections, no passport and no
/// SQL.
@NullMarked
package org.urna.queue;

import org.jspecify.annotations.NullMarked;
