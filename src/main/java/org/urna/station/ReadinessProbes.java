package org.urna.station;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionPackage;
import org.urna.hardware.MemoryExposure;
import org.urna.hardware.PowerSupply;

/// What the readiness check has to ask of capabilities that the station does not know; the assembly
/// connects them. Each may throw any exception: that is a line that fails or warns, not a failed
/// check.
public interface ReadinessProbes {
  /// What program runs here.
  Program program() throws Exception;

  /// Every reason why the key ceremony of `election` does not add up: joint key, proofs of
  /// knowledge, subgroups. Empty if it does.
  List<String> keyCeremonyProblems(ElectionManifest election) throws Exception;

  /// The name of the passport reader that is plugged in; nothing if there is none.
  Optional<String> reader() throws Exception;

  /// The name of the printer that receipts go to; nothing if there is none.
  Optional<String> printer() throws Exception;

  /// The screen that the kiosk is shown on; nothing if it is shown on none.
  Optional<ScreenSize> screen() throws Exception;

  PowerSupply power() throws Exception;

  /// Where this process's memory could come to lie.
  ///
  /// @param folder the station's
  MemoryExposure exposure(Path folder) throws Exception;

  /// The chain's answer; nothing if this station is not set up to reach it.
  Optional<ChainAnswer> chain(ElectionPackage election) throws Exception;

  /// What the newest certificate that the election trusts says about the age of its trust lists;
  /// nothing if none has a date.
  Optional<NewestSigner> newestSigner(ElectionManifest election) throws Exception;

  /// Makes and verifies a proof with the election's keys on made-up data.
  ///
  /// @return how long it took
  Duration proveAndVerify(ElectionManifest election) throws Exception;

  /// How far the provers' warm-up has come, while it goes on; nothing if no voter would notice it.
  Optional<String> warmingUp();

  /// @param version as it was released
  /// @param fingerprint the first digits of the SHA-256 of the program's file, to compare with
  ///   another kiosk's; nothing if it was not started from one file
  record Program(String version, Optional<String> fingerprint) {}

  /// In the points that screens are laid out in.
  record ScreenSize(int width, int height) {}

  /// @param endpoint the host that answered
  /// @param chainId what it says its chain is
  /// @param balance wei of the account that pays
  /// @param cost wei for as many ballots as this station may hold, at today's price of gas
  record ChainAnswer(String endpoint, BigInteger chainId, BigInteger balance, BigInteger cost) {}

  /// A manifest does not say when its trust lists were made. They are at least as young as the
  /// youngest certificate in them.
  ///
  /// @param isAuthority whether it signs signers (the election then knows no signer itself), or
  ///   passports
  /// @param began the first day of its validity
  record NewestSigner(boolean isAuthority, LocalDate began) {}
}
