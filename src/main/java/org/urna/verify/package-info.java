/// Rechecks a whole election from chain data and the manifest alone (protocol §9):
/// [ElectionVerifier] takes what anyone can read from a node, [ChainEvidence], and lists every
/// claim it tried.
///
/// May depend on `election`, `proof`, `tally` and `trust`; on nothing that a station, an uploader
/// or a screen knows.
@NullMarked
package org.urna.verify;

import org.jspecify.annotations.NullMarked;
