/// The machine readable zone of a passport book: two lines of 44 characters (ICAO Doc 9303-4, form
/// TD3), read strictly with all check digits. Pure: it imports java.* only, and every other
/// capability that handles passports may use it. What it holds is personal data, so nothing here
/// has a `toString` with content.
@NullMarked
package org.urna.passport.mrz;

import org.jspecify.annotations.NullMarked;
