package org.urna.passport.pcsc;

/// A reader's slot that is plugged in, and what Urna thinks of it.
///
/// @param pcscName as the driver spells it
/// @param isUsable passports can be read in this slot
public record PluggedReader(String pcscName, HardwareProfile profile, boolean isUsable) {}
