/// Chip readers over PC/SC: the service, its slots, what is plugged in, and the moment a card comes
/// and goes. The only package that may know javax.smartcardio; what is said to a chip is
/// `passport.chip`'s.
@NullMarked
package org.urna.passport.pcsc;

import org.jspecify.annotations.NullMarked;
