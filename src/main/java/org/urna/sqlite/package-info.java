/// What stores in SQLite share: opening a file, statements, transactions, and bringing a file up to
/// the schema of this program. It knows nothing of what is stored; only adapters named `sqlite` use
/// it, and no `SQLException` leaves them.
@NullMarked
package org.urna.sqlite;

import org.jspecify.annotations.NullMarked;
