/// The practice election: a whole election on this machine with specimen passports, simulated
/// readers and a local chain, for `urna demo`, for volunteers who learn, and for tests that want a
/// whole day. It alone knows `practice`, and nothing knows it: `command` finds it as a service.
/// Both are left out of a package for real elections.
@NullMarked
package org.urna.rehearsal;

import org.jspecify.annotations.NullMarked;
