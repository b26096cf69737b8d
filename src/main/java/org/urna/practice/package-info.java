/// Everything a practice election needs that a real one must not have: specimen passports signed by
/// a practice authority, the *card side* of the passport protocols
/// ([org.urna.practice.ChipSimulator]), and readers to lay them on. Written from ICAO Doc 9303
/// without the library the kiosk reads with, so that the two sides check each other. Only the
/// assembly may know this package.
@NullMarked
package org.urna.practice;

import org.jspecify.annotations.NullMarked;
