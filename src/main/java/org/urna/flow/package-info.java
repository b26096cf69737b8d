/// What both flows share: a flow is a pure state machine, `step(state, event)` to a new state and
/// effects; [FlowLoop] and [FlowJobs] run the effects through ports, and every secret is wiped when
/// no state holds it any more. The voter's flow is in `flow.voter`, the staff's in `flow.staff`.
///
/// It may know `election` (texts and options). It knows no JavaFX, web3j, JMRTD or SQL, and no
/// other capability: ports speak in the plain values of these packages, and the station implements
/// them.
@NullMarked
package org.urna.flow;

import org.jspecify.annotations.NullMarked;
