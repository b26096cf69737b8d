/// From an authentic passport to a proof that an eligible person holds it, bound to a badge: the
/// identity half of a voter's session. It may know `trust`, `passport.mrz`, `election`, `proof` and
/// `badge`, and nothing of ballots. What leaves it, an [org.urna.enrolment.Enrolment], holds no
/// byte of the passport.
@NullMarked
package org.urna.enrolment;

import org.jspecify.annotations.NullMarked;
