/// The voter's screens, one per state of the voter's flow. It may know `flow`, `ui.control` and
/// `ui.text`.
@NullMarked
package org.urna.ui.voter;

import org.jspecify.annotations.NullMarked;
