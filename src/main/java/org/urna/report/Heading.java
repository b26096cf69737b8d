package org.urna.report;

import org.urna.election.Localized;

/// What stands on every paper of an election.
///
/// @param shortCode the package's short code, to be compared with the poster
/// @param practice marks every paper as a rehearsal's
public record Heading(Localized title, String shortCode, boolean practice) {}
