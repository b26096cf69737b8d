package org.urna.queue;

import org.urna.election.Bytes;

/// One batch in the list, without its ballots.
///
/// @param day the polling day it was cut at the end of, counted from 1
/// @param ballotCount how many were signed
/// @param ballotsHash [Batch#ballotsHash()] as it was signed
public record BatchEntry(
    BatchId id, int day, int ballotCount, Bytes ballotsHash, BatchState state) {}
