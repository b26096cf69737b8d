/// Reads passport chips with JMRTD's protocols: over PC/SC readers, or over any other
/// [org.urna.passport.CardSlot]. The only package that may know JMRTD, scuba and javax.smartcardio;
/// none of their types or exceptions leave it.
///
/// JMRTD gives key derivation, Chip Authentication's agreement and secure messaging. Its
/// `PassportService`, file system, command senders and access protocols are not used: they answer
/// reads from a cache, take some errors for an empty file, and spend two attempts per wrong key.
/// [AccessProcedure] opens a chip, by [Pace] or [BasicAccessControl]; [ChipChannel] is the one
/// place every command passes, and it is strict.
@NullMarked
package org.urna.passport.pcsc;

import org.jspecify.annotations.NullMarked;
