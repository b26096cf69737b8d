/// What happens next: the voter's and the volunteer's flows as pure state machines, `step(state,
/// event)` to a new state and effects, and the one driver that runs the effects through ports. The
/// kiosk's screens and the headless demo drive the same flow.
///
/// A state carries only what its phase needs. From the badge on no state holds anything of the
/// passport; once a ballot is sealed no state holds the choice.
///
/// It may know `election` (texts and options) and `passport.mrz` (check digits). It knows no
/// JavaFX, web3j, JMRTD or SQL, and no other capability: [org.urna.flow.VoterServices] and
/// [org.urna.flow.StaffServices] speak in the plain values of this package, and the assembly
/// implements them.
@NullMarked
package org.urna.flow;

import org.jspecify.annotations.NullMarked;
