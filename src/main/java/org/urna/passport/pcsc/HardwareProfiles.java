package org.urna.passport.pcsc;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// All readers that Urna knows.
///
/// @param all ordered by id, no id twice
public record HardwareProfiles(List<HardwareProfile> all) {

  public HardwareProfiles {
    List<HardwareProfile> ordered = new ArrayList<>(all);
    ordered.sort(Comparator.comparing(HardwareProfile::id));
    all = List.copyOf(ordered);
    Set<String> ids = new HashSet<>();
    for (HardwareProfile profile : all) {
      if (!ids.add(profile.id())) {
        throw new IllegalArgumentException("two profiles with id " + profile.id());
      }
    }
  }

  /// Reads every `*.toml` of a folder.
  ///
  /// @throws HardwareProfileException at the first file that cannot be used
  public static HardwareProfiles load(Path folder) throws HardwareProfileException {
    List<HardwareProfile> profiles = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.toml")) {
      for (Path file : files) {
        profiles.add(HardwareProfileFile.read(file));
      }
    } catch (IOException e) {
      throw new HardwareProfileException(folder + " cannot be listed", e);
    }
    return new HardwareProfiles(profiles);
  }

  /// The profile for a slot by its PC/SC name; [HardwareProfile#UNKNOWN] if none fits.
  public HardwareProfile of(String pcscName) {
    return all.stream()
        .filter(profile -> profile.matches(pcscName))
        .findFirst()
        .orElse(HardwareProfile.UNKNOWN);
  }
}
