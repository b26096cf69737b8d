/// The polling station: its keys and officials, the day's state machine, the readiness check, the
/// log and the counters (protocol §8). It may know elections, badges, ballots and the ballot
/// queue's port; no passport, no screen, no chain.
@NullMarked
package org.urna.station;

import org.jspecify.annotations.NullMarked;
