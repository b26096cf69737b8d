/// The ballot box in SQLite. What its file must not tell, and how, is written at
/// [org.urna.queue.sqlite.SqliteBallotQueue]. No `SQLException` leaves this package.
@NullMarked
package org.urna.queue.sqlite;

import org.jspecify.annotations.NullMarked;
