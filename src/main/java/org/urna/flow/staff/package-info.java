/// The officials' page: sign-in, readiness, opening, pause, close, upload, as a pure state machine.
/// [StaffServices] is its port; it does not know the voter's flow. What it shows of station and
/// upload are their own records.
@NullMarked
package org.urna.flow.staff;

import org.jspecify.annotations.NullMarked;
