package org.urna.station;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.urna.election.ElectionManifest;

/// What the readiness check has to ask of capabilities that the station does not know; the assembly
/// connects them. Each may throw any exception: that is a failed line, not a failed check.
public interface ReadinessProbes {
  /// Every reason why the key ceremony of `election` does not add up: joint key, proofs of
  /// knowledge, subgroups. Empty if it does.
  List<String> keyCeremonyProblems(ElectionManifest election) throws Exception;

  /// The name of the passport reader that is plugged in; nothing if there is none.
  Optional<String> reader() throws Exception;

  /// Makes and verifies a proof with the election's keys on made-up data.
  ///
  /// @return how long it took
  Duration proveAndVerify(ElectionManifest election) throws Exception;

  /// How far the provers' warm-up has come, while it goes on; nothing if no voter would notice it.
  Optional<String> warmingUp();

  /// The date of the list of passport signers; nothing if this station uses the manifest's alone.
  Optional<LocalDate> trustListDate() throws Exception;
}
