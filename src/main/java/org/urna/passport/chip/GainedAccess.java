package org.urna.passport.chip;

import org.urna.passport.SessionFacts.AccessProtocol;

/// A chip that let us in: its passport application is selected and secure messaging stands.
///
/// @param downgraded as in [org.urna.passport.SessionFacts#downgraded]
record GainedAccess(
    CountingConnection connection,
    ChipChannel channel,
    AccessProtocol protocol,
    boolean downgraded) {}
