/// The reader's side of a passport chip's protocols (ICAO Doc 9303-11): access by PACE or Basic
/// Access Control, secure messaging, files, Chip Authentication, over any
/// [org.urna.passport.CardSlot]. With `passport.pcsc` and the simulator it is the only package that
/// may know JMRTD and scuba; none of their types or exceptions leave it.
///
/// JMRTD gives key derivation, Chip Authentication's agreement and secure messaging. Its
/// `PassportService`, file system, command senders and access protocols are not used: they answer
/// reads from a cache, take some errors for an empty file, and spend two attempts per wrong key.
/// [AccessProcedure] opens a chip, by [Pace] or [BasicAccessControl]; [ChipChannel] is the one
/// place every command passes, and it is strict.
@NullMarked
package org.urna.passport.chip;

import org.jspecify.annotations.NullMarked;
