/// Small files that are whole or not there. It knows nothing of Urna.
@NullMarked
package org.urna.files;

import org.jspecify.annotations.NullMarked;
