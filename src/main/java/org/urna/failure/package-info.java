/// Every way to fail that a person sees, with a code that can be read out over the phone. It knows
/// nothing of Urna; the capabilities and screens that report failures know it.
@NullMarked
package org.urna.failure;

import org.jspecify.annotations.NullMarked;
