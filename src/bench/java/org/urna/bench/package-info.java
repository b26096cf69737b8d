/// Measurements for people who choose hardware or change code: `./urna bench`. Never in the shipped
/// jar. May use everything, tests' fixtures included; nothing may use it.
@NullMarked
package org.urna.bench;

import org.jspecify.annotations.NullMarked;
