/// The circuits of src/main/circom, held to their statements: what they accept, what the
/// constraints themselves refuse, and that no wire is left free. Uses `org.urna.proof` and its own
/// documents only.
@NullMarked
package org.urna.circuits;

import org.jspecify.annotations.NullMarked;
