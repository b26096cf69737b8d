package org.urna.upload;

import org.urna.election.Bytes;

/// A transaction that only has to be sent. It is kept before it is sent: from then on the batch can
/// be looked for by `hash` and by `nonce`, whatever happens to this machine.
///
/// @param raw what goes to the node; sending it twice is harmless
public record SignedTransaction(Bytes hash, Bytes raw, long nonce, long gasLimit, Fees fees) {}
