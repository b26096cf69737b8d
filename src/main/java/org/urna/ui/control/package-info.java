/// What screens are built of: touch buttons, pages that scroll by buttons, keypad, QR codes. It may
/// know JavaFX, zxing's encoder and `ui.text`; it knows no flow state.
@NullMarked
package org.urna.ui.control;

import org.jspecify.annotations.NullMarked;
