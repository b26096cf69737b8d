/// Classes whose bytecode the test of failure codes reads.
@NullMarked
package org.urna.failure.sample;

import org.jspecify.annotations.NullMarked;
