/// The kiosk's window in JavaFX, in code: which screen stands for which state of
/// [org.urna.kiosk.FlowDriver], the practice frame, text size and colours. A screen renders a state
/// and sends events; it decides nothing.
///
/// It may know `flow` and JavaFX. Only the assembly may know it.
@NullMarked
package org.urna.ui;

import org.jspecify.annotations.NullMarked;
