package org.urna.upload;

import java.util.List;
import java.util.Optional;
import org.urna.queue.BatchId;

/// Keeps how far uploads have come. One uploader at a time.
public interface UploadStore extends AutoCloseable {
  Optional<UploadRecord> find(BatchId id) throws UploadStoreException;

  /// All records, by station and number.
  List<UploadRecord> all() throws UploadStoreException;

  /// Writes a record whole, in the place of what was known of its batch. When this returns it
  /// survives a power cut.
  ///
  /// @throws IllegalArgumentException if another batch is kept under this number; nothing is
  ///   written
  void save(UploadRecord entry) throws UploadStoreException;

  @Override
  void close() throws UploadStoreException;
}
