package org.urna.queue;

/// One batch in the list, without its ballots.
///
/// @param day the polling day it was cut at the end of, counted from 1
public record BatchEntry(BatchId id, int day, int ballotCount, BatchState state) {}
