/// The way in: [org.urna.Launcher] starts the command line. Everything else has a room of its own.
@NullMarked
package org.urna;

import org.jspecify.annotations.NullMarked;
