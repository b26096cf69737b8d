/// The *card's side* of the passport protocols, in software: [ChipSimulator] and readers to lay it
/// on. Written from ICAO Doc 9303 without the library the kiosk reads with, so that the two sides
/// check each other.
@NullMarked
package org.urna.practice.card;

import org.jspecify.annotations.NullMarked;
