/// The program's entry points and its one assembly: [org.urna.Launcher] starts it, `KioskAssembly`
/// builds every object by hand and is the only place that sees all capabilities.
@NullMarked
package org.urna;

import org.jspecify.annotations.NullMarked;
