/// What the commands of organisers, trustees and auditors share: the files they exchange, building
/// and deploying an election, tallying and recounting it. It never prints and never asks; that is
/// `command`'s. It knows no station that is running and no passport.
@NullMarked
package org.urna.office;

import org.jspecify.annotations.NullMarked;
