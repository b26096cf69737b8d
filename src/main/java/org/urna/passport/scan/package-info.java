/// Machine readable zones from scanners: the port [org.urna.passport.scan.MrzScanner], what a
/// keyboard wedge types ([org.urna.passport.scan.WedgeDecoder]) and what a serial scanner sends
/// ([org.urna.passport.scan.SerialFrames]), both decoded without touching a device. Imports java.*
/// and `passport.mrz` only; devices are in `passport.serial` and the window's key filter in `ui`.
///
/// Everything here handles personal data: buffers are wiped, and nothing has a `toString` with
/// content.
@NullMarked
package org.urna.passport.scan;

import org.jspecify.annotations.NullMarked;
