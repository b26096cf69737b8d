/// Which proving and verifying keys an election may use: those that its manifest pins, and in a
/// real one only those of a ceremony. Asked by the station that proves and by the office that
/// deploys. Beside them the passphrases that people keep keys under.
@NullMarked
package org.urna.keys;

import org.jspecify.annotations.NullMarked;
