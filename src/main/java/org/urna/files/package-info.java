/// Small files that are whole or not there, and what is said of one that cannot be used. It knows
/// nothing of elections.
@NullMarked
package org.urna.files;

import org.jspecify.annotations.NullMarked;
