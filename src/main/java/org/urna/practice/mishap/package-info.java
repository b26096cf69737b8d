/// What can befall a specimen's chip on purpose: short scripts of which command fails and how.
@NullMarked
package org.urna.practice.mishap;

import org.jspecify.annotations.NullMarked;
