/// What screens are built of: touch buttons, pages that scroll by buttons, keypad, QR codes. It may
/// know JavaFX, `ui.text` and, for what a QR code looks like, `report`; it knows no flow state.
@NullMarked
package org.urna.ui.control;

import org.jspecify.annotations.NullMarked;
