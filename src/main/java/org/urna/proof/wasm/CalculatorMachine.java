package org.urna.proof.wasm;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.urna.proof.wasm.FieldFunctions.Intrinsic;

/// Runs a calculator on a memory of its own: an interpreter of [RegisterCode] with the field
/// functions in Java.
///
/// Why no bytecode is made: most of a calculator's code runs once, or once for each block of a
/// hash, and nearly all its work is in the field functions. Compiling it to bytecode took seconds,
/// the JIT took more behind the back of the first voters, and functions beyond the 64 KiB of a
/// method had to be interpreted anyway. This loop is compiled once and is fast from the first
/// witness on.
///
/// Not thread-safe.
public final class CalculatorMachine {
  private static final int REGISTERS = 1 << 16;

  /// What the calculator asks of its surroundings.
  @FunctionalInterface
  public interface Host {
    /// @param imported name of the imported function
    /// @param argument its argument, if it has one
    /// @throws Trap to stop the calculator
    void call(String imported, int argument);
  }

  /// The calculator did what WebAssembly forbids, or its host stopped it.
  public static final class Trap extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message why, without values
    public Trap(String message) {
      this(message, null);
    }

    private Trap(String message, @Nullable Throwable cause) {
      super(message, cause, false, false);
    }
  }

  /// The thread was interrupted; its flag is still set.
  public static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Interrupted() {
      super("interrupted", null, false, false);
    }
  }

  private final CalculatorProgram program;
  private final RegisterCode.Function[] functions;
  private final int[] table;
  private final int[] types;
  private final List<String> imports;
  private final CalculatorMemory memory;
  private final FieldFunctions field;
  private final Host host;
  private final long[] registers = new long[REGISTERS];
  private int used;
  private Thread thread = Thread.currentThread();

  CalculatorMachine(CalculatorProgram program, CalculatorMemory memory, Host host) {
    this.program = program;
    this.functions = program.functions();
    this.table = program.module().table();
    this.types = program.module().functionTypes();
    this.imports = program.module().imports();
    this.memory = memory;
    this.field = new FieldFunctions(memory);
    this.host = host;
  }

  /// Another machine on the same memory, for a host that is called in the middle of a calculation
  /// and has to ask the calculator something itself.
  public CalculatorMachine onSameMemory() {
    return new CalculatorMachine(program, memory, host);
  }

  /// Calls function `function` with numbers of 32 bits, on this thread.
  ///
  /// @param function its number, as of [CalculatorProgram#exported]
  /// @return its result, undefined if it has none
  /// @throws Trap if it leaves its memory, divides by zero, does something else that is forbidden,
  ///   or is stopped by its host
  /// @throws Interrupted if the thread is interrupted
  public int call(int function, int... arguments) {
    thread = Thread.currentThread();
    for (int i = 0; i < arguments.length; i++) {
      registers[1 + i] = arguments[i];
    }
    try {
      return (int) run(function, 0);
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw new Trap("the calculator left its memory or divided by zero", e);
    }
  }

  /// The eight bytes at `address` of the memory, little-endian.
  ///
  /// @throws IndexOutOfBoundsException if the memory has no such place
  public long getLong(int address) {
    return memory.getLong(address);
  }

  /// Writes eight bytes at `address` of the memory, little-endian.
  ///
  /// @throws IndexOutOfBoundsException if the memory has no such place
  public void putLong(int address, long value) {
    memory.putLong(address, value);
  }

  /// Overwrites everything that depends on inputs and puts the module's constants back into the
  /// memory.
  public void wipe() {
    Arrays.fill(registers, 0, used, 0);
    used = 0;
    field.wipe();
    memory.zero();
    memory.load(program.module());
  }

  /// Whether the memory is that of a machine that has not yet run.
  public boolean memoryIsAsLoaded() {
    CalculatorMemory fresh = new CalculatorMemory(memory.pages());
    fresh.load(program.module());
    return memory.equalFrom(0, fresh);
  }

  private long run(int number, int frame) {
    if (thread.isInterrupted()) {
      throw new Interrupted();
    }
    RegisterCode.Function function = functions[number];
    long[] r = registers;
    int top = frame + function.registers();
    if (top + 256 > r.length) {
      throw new Trap("the calls are too deep");
    }
    used = Math.max(used, top + 256);
    r[frame] = 0;
    Arrays.fill(r, frame + 1 + function.parameters(), frame + 1 + function.locals(), 0);
    int[] code = function.code();
    FieldFunctions f = field;
    CalculatorMemory m = memory;
    int pc = 0;
    while (true) {
      int word = code[pc];
      int operands = code[pc + 1];
      long a = r[frame + (operands & 0xffff)] + code[pc + 2];
      long b = r[frame + (operands >>> 16)] + code[pc + 3];
      int d = frame + (word >>> 8);
      pc += 4;
      switch (word & 0xff) {
        case RegisterCode.INTRINSIC -> f.copy((int) a, (int) b);
        case RegisterCode.INTRINSIC + 1 -> f.add((int) a, (int) b, (int) r[d] + code[pc++]);
        case RegisterCode.INTRINSIC + 2 -> f.subtract((int) a, (int) b, (int) r[d] + code[pc++]);
        case RegisterCode.INTRINSIC + 3 -> f.multiply((int) a, (int) b, (int) r[d] + code[pc++]);
        case RegisterCode.INTRINSIC + 4 -> f.equal((int) a, (int) b, (int) r[d] + code[pc++]);
        case RegisterCode.INTRINSIC + 5 -> f.less((int) a, (int) b, (int) r[d] + code[pc++]);
        case RegisterCode.INTRINSIC + 6 -> r[d] = f.isTrue((int) a) ? 1 : 0;
        case RegisterCode.INTRINSIC + 7 -> r[d] = f.toInt((int) a);

        case RegisterCode.MOVE -> r[d] = a;
        case RegisterCode.JUMP -> pc = (int) b;
        case RegisterCode.JUMP_IF_ZERO -> {
          if ((int) a == 0) {
            pc = (int) b;
          }
        }
        case RegisterCode.JUMP_IF_NOT_ZERO -> {
          if ((int) a != 0) {
            pc = (int) b;
          }
        }
        case RegisterCode.CALL -> {
          int count = (int) b;
          arguments(code, pc, count, frame, top);
          pc += 2 * count;
          r[d] = enter((int) a, top);
          r[frame] = 0;
        }
        case RegisterCode.CALL_INDIRECT -> {
          int count = (int) b;
          int called = table[(int) a];
          if (called < 0 || types[called] != code[pc]) {
            throw new Trap("an indirect call of another type");
          }
          arguments(code, pc + 1, count, frame, top);
          pc += 1 + 2 * count;
          r[d] = enter(called, top);
          r[frame] = 0;
        }
        case RegisterCode.RETURN -> {
          return a;
        }
        case RegisterCode.LONG_CONSTANT ->
            r[d] = (code[pc - 2] & 0xffffffffL) | (long) code[pc - 1] << 32;
        case RegisterCode.TRAP -> throw new Trap("unreachable code was reached");

        case RegisterCode.I32_LOAD, RegisterCode.I64_LOAD32_S -> r[d] = m.getInt((int) a);
        case RegisterCode.I64_LOAD32_U -> r[d] = m.getInt((int) a) & 0xffffffffL;
        case RegisterCode.I32_LOAD8_U -> r[d] = m.getByte((int) a) & 0xff;
        case RegisterCode.I64_LOAD -> r[d] = m.getLong((int) a);
        case RegisterCode.I32_STORE, RegisterCode.I64_STORE32 -> m.putInt((int) a, (int) b);
        case RegisterCode.I32_STORE8 -> m.putByte((int) a, (byte) b);
        case RegisterCode.I64_STORE -> m.putLong((int) a, b);
        case RegisterCode.MEMORY_SIZE -> r[d] = m.pages();
        case RegisterCode.MEMORY_GROW -> r[d] = (int) a == 0 ? m.pages() : -1;

        case RegisterCode.I32_EQZ -> r[d] = (int) a == 0 ? 1 : 0;
        case 0x46 -> r[d] = (int) a == (int) b ? 1 : 0;
        case 0x47 -> r[d] = (int) a != (int) b ? 1 : 0;
        case 0x48 -> r[d] = (int) a < (int) b ? 1 : 0;
        case 0x49 -> r[d] = Integer.compareUnsigned((int) a, (int) b) < 0 ? 1 : 0;
        case 0x4a -> r[d] = (int) a > (int) b ? 1 : 0;
        case 0x4b -> r[d] = Integer.compareUnsigned((int) a, (int) b) > 0 ? 1 : 0;
        case 0x4c -> r[d] = (int) a <= (int) b ? 1 : 0;
        case 0x4d -> r[d] = Integer.compareUnsigned((int) a, (int) b) <= 0 ? 1 : 0;
        case 0x4e -> r[d] = (int) a >= (int) b ? 1 : 0;
        case 0x4f -> r[d] = Integer.compareUnsigned((int) a, (int) b) >= 0 ? 1 : 0;
        case RegisterCode.I64_EQZ -> r[d] = a == 0 ? 1 : 0;
        case 0x51 -> r[d] = a == b ? 1 : 0;
        case 0x52 -> r[d] = a != b ? 1 : 0;
        case 0x53 -> r[d] = a < b ? 1 : 0;
        case 0x54 -> r[d] = Long.compareUnsigned(a, b) < 0 ? 1 : 0;
        case 0x55 -> r[d] = a > b ? 1 : 0;
        case 0x56 -> r[d] = Long.compareUnsigned(a, b) > 0 ? 1 : 0;
        case 0x57 -> r[d] = a <= b ? 1 : 0;
        case 0x58 -> r[d] = Long.compareUnsigned(a, b) <= 0 ? 1 : 0;
        case 0x59 -> r[d] = a >= b ? 1 : 0;
        case 0x5a -> r[d] = Long.compareUnsigned(a, b) >= 0 ? 1 : 0;
        case RegisterCode.I32_ADD, 0x7c -> r[d] = a + b;
        case RegisterCode.I32_SUB, 0x7d -> r[d] = a - b;
        case RegisterCode.I32_MUL, 0x7e -> r[d] = a * b;
        case 0x71, 0x83 -> r[d] = a & b;
        case 0x72, 0x84 -> r[d] = a | b;
        case 0x73, 0x85 -> r[d] = a ^ b;
        case 0x6d, 0x6e, 0x6f, 0x70, 0x74, 0x75, 0x76 ->
            r[d] = rarely(word & 0xff, (int) a, (int) b);
        case 0x7f, 0x80, 0x81, 0x82 -> r[d] = rarely(word & 0xff, a, b);
        case 0x86 -> r[d] = a << b;
        case 0x87 -> r[d] = a >> b;
        case 0x88 -> r[d] = a >>> b;
        case RegisterCode.I64_EXTEND_I32_S -> r[d] = (int) a;
        case RegisterCode.I64_EXTEND_I32_U -> r[d] = a & 0xffffffffL;
        default -> {
          int intrinsic = (word & 0xff) - RegisterCode.INTRINSIC;
          WasmModule.FunctionType type = Intrinsic.of(intrinsic).type();
          int third = type.parameters() == 3 ? (int) r[d] + code[pc++] : 0;
          long result = f.apply(intrinsic, (int) a, (int) b, third);
          if (result == FieldFunctions.NOT_DONE) {
            r[top + 1] = a;
            r[top + 2] = b;
            r[top + 3] = third;
            run(program.functionOf(intrinsic), top);
          } else if (type.results() == 1) {
            r[d] = result;
          }
        }
      }
    }
  }

  private void arguments(int[] code, int at, int count, int frame, int target) {
    for (int i = 0; i < count; i++) {
      registers[target + 1 + i] = registers[frame + code[at + 2 * i]] + code[at + 2 * i + 1];
    }
  }

  private long enter(int function, int frame) {
    if (function >= imports.size()) {
      return run(function, frame);
    }
    host.call(imports.get(function), (int) registers[frame + 1]);
    return 0;
  }

  private static long rarely(int operation, int a, int b) {
    return switch (operation) {
      case 0x6d -> a / b;
      case 0x6e -> Integer.divideUnsigned(a, b);
      case 0x6f -> a % b;
      case 0x70 -> Integer.remainderUnsigned(a, b);
      case 0x74 -> a << b;
      case 0x75 -> a >> b;
      case 0x76 -> a >>> b;
      default -> throw new IllegalStateException("no operation " + operation);
    };
  }

  private static long rarely(int operation, long a, long b) {
    return switch (operation) {
      case 0x7f -> a / b;
      case 0x80 -> Long.divideUnsigned(a, b);
      case 0x81 -> a % b;
      case 0x82 -> Long.remainderUnsigned(a, b);
      default -> throw new IllegalStateException("no operation " + operation);
    };
  }
}
