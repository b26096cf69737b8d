/// Real time passing. It knows nothing of Urna.
@NullMarked
package org.urna.time;

import org.jspecify.annotations.NullMarked;
