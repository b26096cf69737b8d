/// The chain adapter: JSON-RPC over HTTP, transactions signed by web3j, the contract's calls,
/// errors and events by the ABI that the build made. The only package that knows web3j; none of its
/// types leaves it.
@NullMarked
package org.urna.upload.evm;

import org.jspecify.annotations.NullMarked;
