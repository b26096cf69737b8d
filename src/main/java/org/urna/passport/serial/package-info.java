/// Serial scanners of machine readable zones, through jSerialComm, which nobody else knows. Only
/// bytes pass here; what they mean is decided in `passport.scan`.
@NullMarked
package org.urna.passport.serial;

import org.jspecify.annotations.NullMarked;
