/// What is known of readers, scanners and printers by their model: profiles in
/// `hardware-profiles/*.toml`, and what is plugged in according to the system. Values only; no
/// device is opened here.
@NullMarked
package org.urna.hardware;

import org.jspecify.annotations.NullMarked;
