/// Reading a passport chip, seen from outside: the ports [org.urna.passport.PassportReader],
/// [org.urna.passport.ChipSession] and [org.urna.passport.ReaderWatch], the keys that open a chip,
/// and every way a read can fail. Holds no card protocol and knows of ours `passport.mrz` only; the
/// adapters are in `passport.pcsc` and, for practice, in `practice`.
@NullMarked
package org.urna.passport;

import org.jspecify.annotations.NullMarked;
