/// The command line: arguments, questions on a terminal, words and exit codes. A command parses,
/// calls one capability and prints; what it needs of the practice election it finds as a service
/// ([org.urna.command.RehearsalCommands]), so that it runs without it too.
@NullMarked
package org.urna.command;

import org.jspecify.annotations.NullMarked;
