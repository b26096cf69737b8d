package org.urna.upload;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.urna.queue.BatchId;

/// Uploads' records without a file.
public class UploadsInMemory implements UploadStore {
  private final Map<BatchId, UploadRecord> records = new HashMap<>();

  @Override
  public Optional<UploadRecord> find(BatchId id) {
    return Optional.ofNullable(records.get(id));
  }

  @Override
  public List<UploadRecord> all() {
    return List.copyOf(records.values());
  }

  @Override
  public void save(UploadRecord entry) {
    records.put(entry.id(), entry);
  }

  @Override
  public void close() {}
}
