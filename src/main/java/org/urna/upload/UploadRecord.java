package org.urna.upload;

import org.urna.election.Bytes;
import org.urna.queue.BatchId;

/// What is kept of one batch's upload.
///
/// @param ballotsHash which batch it is: a second one under the same number is refused
public record UploadRecord(BatchId id, Bytes ballotsHash, UploadState state) {}
