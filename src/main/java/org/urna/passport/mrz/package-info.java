/// The machine readable zone of passport books and cards (ICAO Doc 9303-4, -5 and -6), read
/// strictly with all check digits; and what a scanner's look-alike characters stand for, when the
/// check digits leave one reading. Pure: it imports java.* only, and every other capability that
/// handles passports may use it. What it holds is personal data, so nothing here has a `toString`
/// with content.
@NullMarked
package org.urna.passport.mrz;

import org.jspecify.annotations.NullMarked;
