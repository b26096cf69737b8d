package org.urna.queue;

import org.urna.election.Bytes;

/// A ballot that was found damaged: it is kept as it was found, and in no batch.
///
/// @param id SHA-256 over what was found; who has not got that learns nothing from it
/// @param day the polling day on which it was found, or whose batch it is missing from
/// @param batch the number of the signed batch that it is missing from; 0 if it waited for one
public record SetAside(Bytes id, int day, long batch) {}
