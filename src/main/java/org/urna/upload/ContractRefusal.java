package org.urna.upload;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.queue.BatchId;
import org.urna.upload.UploadProgress.Hold;

/// Why the contract refuses a call: the name of its error and the values it carries, as
/// `IElection.sol` declares them.
///
/// @param reason the error's name, for example `NotOpenYet`; [#OUT_OF_GAS] and [#UNNAMED] are ours
/// @param values the error's values by name, in order: numbers in decimal, addresses and hashes as
///   0x…
public record ContractRefusal(String reason, Map<String, String> values) {
  /// The transaction used up its gas limit.
  public static final String OUT_OF_GAS = "OutOfGas";

  /// A revert without a named error.
  public static final String UNNAMED = "Unnamed";

  /// Another batch of the station was accepted under this number.
  public static final String SEQUENCE_USED = "SequenceUsedByAnotherBatch";

  /// The schedule has not begun: the only refusal that time alone heals.
  public static final String NOT_OPEN_YET = "NotOpenYet";

  /// The legal close has passed and the batch is in no declaration.
  static final String CLOSED_WITHOUT_DECLARATION = "ClosedWithoutDeclaration";

  /// Nothing is taken any more.
  static final String DEADLINE_PASSED = "UploadDeadlinePassed";

  public ContractRefusal {
    values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  public static ContractRefusal named(String reason) {
    return new ContractRefusal(reason, Map.of());
  }

  /// What it is to officials that the contract refuses the batch `id` so.
  public Failure failure(BatchId id) {
    String detail = id.sequence() + ": " + this;
    return switch (reason) {
      case NOT_OPEN_YET -> Hold.OPENING.failure(detail);
      case CLOSED_WITHOUT_DECLARATION, DEADLINE_PASSED -> tooLate(detail);
      case SEQUENCE_USED -> new Failure(FailureCode.SEQUENCE_TAKEN, detail);
      default -> new Failure(FailureCode.BATCH_REFUSED, detail);
    };
  }

  /// What it is that the contract takes no batch any more.
  static Failure tooLate(String detail) {
    return new Failure(FailureCode.UPLOAD_TOO_LATE, detail);
  }

  /// For logs and receipts, for example `NotOpenYet(opening=1790000000, time=1789990000)`.
  @Override
  public String toString() {
    return reason
        + values.entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(", ", "(", ")"));
  }
}
