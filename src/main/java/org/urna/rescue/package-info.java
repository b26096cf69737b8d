/// Brings the ballots that are still whole out of the remains of a station: a damaged box, its
/// journal, exported files, copies of all of them. It reads and never writes there, believes
/// nothing that it finds but proofs and signatures, and makes ordinary signed batches
/// (docs/guides/rescue.md). It knows stations and boxes, and no command line.
@NullMarked
package org.urna.rescue;

import org.jspecify.annotations.NullMarked;
