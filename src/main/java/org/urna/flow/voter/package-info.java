/// The voter's path from the first touch to the lifted passport, as a pure state machine. A state
/// carries only what its phase needs. From the badge on no state holds anything of the passport;
/// once a ballot is sealed no state holds the choice. It may know `passport.mrz` (check digits) and
/// the names of `passport` for a chip that fails. [VoterServices] is its port; it does not know the
/// staff's flow.
@NullMarked
package org.urna.flow.voter;

import org.jspecify.annotations.NullMarked;
