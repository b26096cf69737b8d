package org.urna.passport.pcsc;

import org.urna.hardware.HardwareProfile;
import org.urna.hardware.HardwareProfiles;

/// A reader's slot that is plugged in, and what Urna thinks of it.
///
/// @param pcscName as the driver spells it
/// @param isUsable passports can be read in this slot
public record PluggedReader(String pcscName, HardwareProfile profile, boolean isUsable) {

  /// What `profiles` say of the slot named `pcscName`.
  ///
  /// @param isPractice virtual readers may be used; in a real election they never are
  public static PluggedReader of(String pcscName, HardwareProfiles profiles, boolean isPractice) {
    HardwareProfile profile = profiles.of(pcscName);
    boolean admitted =
        switch (profile.kind()) {
          case PCSC, FULL_PAGE -> true;
          case VIRTUAL -> isPractice;
        };
    boolean works =
        switch (profile.status()) {
          case TESTED, EXPECTED, UNKNOWN -> true;
          case REFUSED -> false;
        };
    return new PluggedReader(
        pcscName, profile, admitted && works && profile.takesPassports(pcscName));
  }
}
