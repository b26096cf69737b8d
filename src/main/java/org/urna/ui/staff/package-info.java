/// The volunteers' page, one screen per state of the staff flow. It may know `flow`, `ui.control`
/// and `ui.text`.
@NullMarked
package org.urna.ui.staff;

import org.jspecify.annotations.NullMarked;
