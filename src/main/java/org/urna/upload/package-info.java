/// Brings signed batches to the election's contract and back comes a receipt: the persisted state
/// machine of uploading ([org.urna.upload.BatchUploader]), what it needs of a chain
/// ([org.urna.upload.ChainGateway]) and of a disk ([org.urna.upload.UploadStore]), and the public
/// reading side of the contract ([org.urna.upload.ElectionChain]) that tally and verifier use.
///
/// May depend on election, badge, ballot, queue and proof; knows neither web3j nor SQL.
@NullMarked
package org.urna.upload;

import org.jspecify.annotations.NullMarked;
