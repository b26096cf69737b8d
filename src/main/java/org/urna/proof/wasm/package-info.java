/// Runs the witness calculators that circom 2 compiles to WebAssembly: reads the module, translates
/// its stack code to code for registers and interprets that, with the field functions, in which
/// calculators spend their time, in Java. It is no WebAssembly runtime for anything else.
///
/// A [org.urna.proof.wasm.CalculatorProgram] is read once, a
/// [org.urna.proof.wasm.CalculatorMachine] runs it. May depend on `org.urna.proof.bn254`.
@NullMarked
package org.urna.proof.wasm;

import org.jspecify.annotations.NullMarked;
