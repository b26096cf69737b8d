/// What the provers of enrolments get warm on: a passport's conversation with a reader that the
/// build recorded, played again to the kiosk's own reading code ([org.urna.kiosk.warmup]
/// `/<circuit>.bin`, one for each enrolment circuit). The chip is a specimen's of an invented
/// authority, so nothing here is anyone's data, and no simulator has to be in the kiosk.
///
/// Knows the identity half only: `passport`, `trust`, `enrolment` and the badge.
@NullMarked
package org.urna.kiosk.warmup;

import org.jspecify.annotations.NullMarked;
