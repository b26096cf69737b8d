/// Specimen passports and the invented states that sign them: everything that an issuing authority
/// does, from the certificates to the personalised chip. A real election refuses these authorities.
@NullMarked
package org.urna.practice.specimen;

import org.jspecify.annotations.NullMarked;
