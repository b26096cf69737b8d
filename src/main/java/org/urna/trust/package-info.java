/// Whether a passport is what it says: passive authentication of the security object (ICAO Doc
/// 9303-11 §5.1) against pinned country authorities, proof that the chip is not a copy, and the
/// tree of trusted keys that the enrolment circuit knows. Only this package can make an
/// [org.urna.trust.AuthenticPassport]. Where the certificates come from is `trust.lists`.
///
/// It may know `election` (who is pinned), `passport` (raw bytes of a chip), `proof.hash` (the
/// tree) and Bouncy Castle, whose types and exceptions stay inside. Every byte from a chip is
/// hostile until the last check has passed: lengths and nesting are checked before any parser sees
/// them, sizes are capped, key parameters are compared with known ones before any arithmetic, and
/// every exception becomes a typed refusal.
@NullMarked
package org.urna.trust;

import org.jspecify.annotations.NullMarked;
