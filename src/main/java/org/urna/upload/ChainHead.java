package org.urna.upload;

import java.time.Instant;
import org.urna.election.Bytes;

/// The newest block a node knows.
public record ChainHead(long number, Bytes hash, Instant time) {}
