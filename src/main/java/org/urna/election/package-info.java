/// What an election is: its manifest (protocol §4), the package that carries it to the stations,
/// and the one place that tells a practice election from a real one. Values only: every constructor
/// checks, nothing here opens a network connection or a database. It may depend on nothing else of
/// Urna; every other capability may depend on it.
@NullMarked
package org.urna.election;

import org.jspecify.annotations.NullMarked;
