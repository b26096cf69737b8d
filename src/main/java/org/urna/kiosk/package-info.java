/// The program of one station: [PollingStation] builds it by hand, the desks serve its voters and
/// its staff, [Provers] prove. What the flows ask for through their ports is answered here.
///
/// It knows what happens at a station and nothing of how an election is prepared or rehearsed:
/// neither `office`, `command`, `practice` nor `rehearsal`.
@NullMarked
package org.urna.kiosk;

import org.jspecify.annotations.NullMarked;
