package org.urna.proof.wasm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One function of a calculator as code for registers instead of a stack, for [CalculatorMachine].
///
/// circom's code is mostly calls of field functions with addresses `local + constant`. On a stack
/// each of them takes ten instructions; here it is one, because an operand is a register plus a
/// constant. The translation is one pass over the WebAssembly: its stack is kept as such operands
/// while it passes, and only results that are no such sum get a register of their own.
///
/// Each instruction is four ints: operation and target register d; registers a and b; the constants
/// of a and b. Register 0 of a frame is always 0, then come the parameters and locals, then one
/// register for each position of the stack. A value of 32 bits is the low half of a register; the
/// high half is undefined.
final class RegisterCode {
  // Operations of our own; all others have the numbers of WebAssembly.
  static final int TRAP = 0x00;
  static final int MOVE = 0x01;
  static final int JUMP = 0x02;
  static final int JUMP_IF_ZERO = 0x03;
  static final int JUMP_IF_NOT_ZERO = 0x04;

  /// Followed by a register and a constant for each argument.
  static final int CALL = 0x05;

  /// As a call, with the number of the type before the arguments.
  static final int CALL_INDIRECT = 0x06;

  static final int RETURN = 0x07;
  static final int LONG_CONSTANT = 0x08;

  /// The operation of intrinsic 0. One with three addresses has a fifth int, the constant of d.
  static final int INTRINSIC = 0xc8;

  static final int I32_LOAD = 0x28;
  static final int I64_LOAD = 0x29;
  static final int I32_LOAD8_U = 0x2d;
  static final int I64_LOAD32_S = 0x34;
  static final int I64_LOAD32_U = 0x35;
  static final int I32_STORE = 0x36;
  static final int I64_STORE = 0x37;
  static final int I32_STORE8 = 0x3a;
  static final int I64_STORE32 = 0x3e;
  static final int MEMORY_SIZE = 0x3f;
  static final int MEMORY_GROW = 0x40;
  static final int I32_EQZ = 0x45;
  static final int I64_EQZ = 0x50;
  static final int I32_ADD = 0x6a;
  static final int I32_SUB = 0x6b;
  static final int I32_MUL = 0x6c;
  static final int I32_WRAP_I64 = 0xa7;
  static final int I64_EXTEND_I32_S = 0xac;
  static final int I64_EXTEND_I32_U = 0xad;

  private static final int MOST_REGISTERS = 1 << 16;

  /// @param code the instructions
  /// @param parameters how many registers from 1 on are parameters
  /// @param locals how many registers are locals, parameters included
  /// @param registers how many registers a frame has
  record Function(int[] code, int parameters, int locals, int registers) {}

  private final WasmModule module;
  private final WasmReader in;
  private final int[] intrinsicOf;
  private final WasmModule.FunctionType type;
  private final int locals;

  private int[] code = new int[64];
  private int length;

  /// Where the last instruction begins, −1 if another may come before what follows.
  private int last = -1;

  private int[] stackRegister = new int[16];
  private int[] stackConstant = new int[16];
  private int height;
  private int highest;

  private final List<Block> blocks = new ArrayList<>();

  /// Nothing reaches the instruction that is read.
  private boolean dead;

  private static final class Block {
    private final int height;
    private final int results;
    private final boolean dead;

    /// Where a loop begins, −1 for other blocks.
    private final int start;

    /// The jump behind the first branch of an `if`, −1 if there is none left.
    private int elseJump = -1;

    private final List<Integer> exits = new ArrayList<>();

    Block(int height, int results, boolean dead, int start) {
      this.height = height;
      this.results = results;
      this.dead = dead;
      this.start = start;
    }
  }

  private RegisterCode(
      WasmModule module, byte[] file, int function, WasmModule.Body body, int[] intrinsicOf) {
    this.module = module;
    this.in = new WasmReader(file, body.from(), body.to());
    this.intrinsicOf = intrinsicOf;
    this.type = module.typeOf(function);
    this.locals = type.parameters() + body.locals();
  }

  /// Translates a function.
  ///
  /// @param file the module's file
  /// @param function its number, not an imported one
  /// @param intrinsicOf for each function the intrinsic that stands for it, −1 for none
  /// @throws MalformedCalculatorException if it has an instruction that circom never writes
  static Function of(WasmModule module, byte[] file, int function, int[] intrinsicOf) {
    WasmModule.Body body = module.bodies().get(function - module.imports().size());
    RegisterCode translation = new RegisterCode(module, file, function, body, intrinsicOf);
    translation.translate();
    return new Function(
        Arrays.copyOf(translation.code, translation.length),
        translation.type.parameters(),
        translation.locals,
        1 + translation.locals + translation.highest);
  }

  private void translate() {
    blocks.add(new Block(0, type.results(), false, -1));
    while (!blocks.isEmpty()) {
      int operation = in.octet();
      switch (operation) {
        case 0x02, 0x03, 0x04 -> open(operation);
        case 0x05 -> otherwise();
        case 0x0b -> close();
        default -> plain(operation);
      }
    }
  }

  private void open(int operation) {
    int results =
        switch (in.octet()) {
          case 0x40 -> 0;
          case 0x7f, 0x7e -> 1;
          default -> throw new MalformedCalculatorException("a block with parameters");
        };
    if (dead) {
      blocks.add(new Block(height, results, true, -1));
      return;
    }
    boolean conditional = operation == 0x04;
    int condition = conditional ? pop() : 0;
    int register = stackRegister[condition];
    int constant = stackConstant[condition];
    // What is on the stack must not depend on a local that one branch changes and another not.
    for (int i = 0; i < height; i++) {
      if (stackRegister[i] != 0 && stackRegister[i] <= locals) {
        settle(i);
      }
    }
    Block block = new Block(height, results, false, operation == 0x03 ? length : -1);
    blocks.add(block);
    if (conditional) {
      block.elseJump = jumpIf(true, register, constant, condition);
    }
    last = -1;
  }

  private void otherwise() {
    Block block = blocks.getLast();
    if (block.dead) {
      return;
    }
    if (!dead) {
      leave(block);
      block.exits.add(emit(JUMP, 0, 0, 0, 0, 0));
    }
    code[block.elseJump + 3] = length;
    block.elseJump = -1;
    height = block.height;
    dead = false;
    last = -1;
  }

  private void close() {
    Block block = blocks.removeLast();
    if (block.dead) {
      return;
    }
    if (!dead) {
      leave(block);
    }
    boolean reached = !dead || block.elseJump >= 0 || !block.exits.isEmpty();
    if (block.elseJump >= 0) {
      code[block.elseJump + 3] = length;
    }
    for (int exit : block.exits) {
      code[exit + 3] = length;
    }
    dead = !reached;
    last = -1;
    height = block.height;
    if (block.results == 1) {
      push(home(height), 0);
    }
    if (blocks.isEmpty() && reached) {
      emit(RETURN, 0, block.results == 1 ? home(0) : 0, 0, 0, 0);
    }
  }

  /// Puts a block's result where those who come by another way put it.
  private void leave(Block block) {
    if (block.results == 1) {
      settleAs(height - 1, block.height);
    }
  }

  private void branch(int depth) {
    Block block = blocks.get(blocks.size() - 1 - depth);
    if (block.start >= 0) {
      emit(JUMP, 0, 0, 0, 0, block.start);
    } else {
      leave(block);
      block.exits.add(emit(JUMP, 0, 0, 0, 0, 0));
    }
  }

  private void branchIf(int depth) {
    Block block = blocks.get(blocks.size() - 1 - depth);
    int condition = pop();
    int register = stackRegister[condition];
    int constant = stackConstant[condition];
    if (block.start >= 0) {
      code[jumpIf(false, register, constant, condition) + 3] = block.start;
    } else if (block.results == 0) {
      block.exits.add(jumpIf(false, register, constant, condition));
    } else {
      int skip = jumpIf(true, register, constant, condition);
      leave(block);
      block.exits.add(emit(JUMP, 0, 0, 0, 0, 0));
      code[skip + 3] = length;
      last = -1;
    }
  }

  /// Emits a jump whose target is to be filled in.
  ///
  /// @param ifZero jump if the condition is 0, otherwise if it is not
  /// @param position of the condition on the stack
  private int jumpIf(boolean ifZero, int register, int constant, int position) {
    boolean isNegation =
        last >= 0
            && (code[last] & 0xff) == I32_EQZ
            && code[last] >>> 8 == home(position)
            && register == home(position)
            && constant == 0;
    if (!isNegation) {
      return emit(ifZero ? JUMP_IF_ZERO : JUMP_IF_NOT_ZERO, 0, register, 0, constant, 0);
    }
    int operand = code[last + 1] & 0xffff;
    int operandConstant = code[last + 2];
    length = last;
    return emit(ifZero ? JUMP_IF_NOT_ZERO : JUMP_IF_ZERO, 0, operand, 0, operandConstant, 0);
  }

  private void plain(int operation) {
    if (dead) {
      skip(operation);
      return;
    }
    switch (operation) {
      case 0x00 -> {
        emit(TRAP, 0, 0, 0, 0, 0);
        dead = true;
      }
      case 0x01 -> {}
      case 0x0c -> {
        branch(in.unsigned());
        dead = true;
      }
      case 0x0d -> branchIf(in.unsigned());
      case 0x0f -> {
        int result = type.results() == 1 ? pop() : -1;
        emit(
            RETURN,
            0,
            result < 0 ? 0 : stackRegister[result],
            0,
            result < 0 ? 0 : stackConstant[result],
            0);
        dead = true;
      }
      case 0x10 -> call(in.unsigned());
      case 0x11 -> callIndirect();
      case 0x1a -> pop();
      case 0x20 -> push(1 + local(), 0);
      case 0x21 -> setLocal(local());
      case 0x22 -> {
        int local = local();
        setLocal(local);
        push(1 + local, 0);
      }
      case 0x41 -> push(0, (int) in.signed());
      case 0x42 -> longConstant(in.signed());
      case I32_LOAD, I64_LOAD, I32_LOAD8_U, I64_LOAD32_S, I64_LOAD32_U -> {
        int offset = offset();
        int address = pop();
        result(operation, stackRegister[address], 0, stackConstant[address] + offset, 0);
      }
      case I32_STORE, I64_STORE, I32_STORE8, I64_STORE32 -> {
        int offset = offset();
        int value = pop();
        int address = pop();
        emit(
            operation,
            0,
            stackRegister[address],
            stackRegister[value],
            stackConstant[address] + offset,
            stackConstant[value]);
      }
      case MEMORY_SIZE -> {
        in.octet();
        result(operation, 0, 0, 0, 0);
      }
      case MEMORY_GROW -> {
        in.octet();
        unary(operation);
      }
      case I32_EQZ, I64_EQZ, I64_EXTEND_I32_S, I64_EXTEND_I32_U -> unary(operation);
      case I32_WRAP_I64 -> {
        // The low half of the same register.
      }
      case I32_ADD, I32_SUB, I32_MUL -> arithmetic(operation);
      default -> {
        if (!isBinary(operation)) {
          throw new MalformedCalculatorException("unexpected instruction " + operation);
        }
        binary(operation);
      }
    }
  }

  private static boolean isBinary(int operation) {
    return (operation >= 0x46 && operation <= 0x4f)
        || (operation >= 0x51 && operation <= 0x5a)
        || (operation >= 0x6d && operation <= 0x76)
        || (operation >= 0x7c && operation <= 0x88);
  }

  /// Reads over an instruction that is never reached.
  private void skip(int operation) {
    switch (operation) {
      case 0x0c, 0x0d, 0x10, 0x20, 0x21, 0x22, MEMORY_SIZE, MEMORY_GROW -> in.unsigned();
      case 0x11 -> {
        in.unsigned();
        in.unsigned();
      }
      case 0x41, 0x42 -> in.signed();
      default -> {
        if (operation >= I32_LOAD && operation <= I64_STORE32) {
          offset();
        }
      }
    }
  }

  private int local() {
    int local = in.unsigned();
    if (local >= locals) {
      throw new MalformedCalculatorException("unknown local");
    }
    return local;
  }

  private int offset() {
    in.unsigned();
    return in.unsigned();
  }

  private void setLocal(int local) {
    int value = pop();
    boolean untouched = true;
    for (int i = 0; i < height; i++) {
      if (stackRegister[i] == 1 + local) {
        settle(i);
        untouched = false;
      }
    }
    int register = stackRegister[value];
    if (untouched
        && last >= 0
        && register == home(value)
        && stackConstant[value] == 0
        && code[last] >>> 8 == register) {
      code[last] = (code[last] & 0xff) | (1 + local) << 8;
      last = -1;
    } else {
      emit(MOVE, 1 + local, register, 0, stackConstant[value], 0);
    }
  }

  private void longConstant(long value) {
    if (value == (int) value) {
      push(0, (int) value);
    } else {
      result(LONG_CONSTANT, 0, 0, (int) value, (int) (value >>> 32));
    }
  }

  private void call(int function) {
    WasmModule.FunctionType called = module.typeOf(function);
    int intrinsic = intrinsicOf[function];
    int first = pop(called.parameters());
    if (intrinsic < 0) {
      int d = called.results() == 1 ? home(first) : 0;
      emit(CALL, d, 0, 0, function, called.parameters());
      arguments(first, called.parameters());
      if (called.results() == 1) {
        push(d, 0);
      }
      return;
    }
    int operation = INTRINSIC + intrinsic;
    int b = called.parameters() > 1 ? first + 1 : -1;
    int registerB = b < 0 ? 0 : stackRegister[b];
    int constantB = b < 0 ? 0 : stackConstant[b];
    if (called.results() == 1) {
      result(operation, stackRegister[first], registerB, stackConstant[first], constantB);
      return;
    }
    boolean three = called.parameters() == 3;
    emit(
        operation,
        three ? stackRegister[first + 2] : 0,
        stackRegister[first],
        registerB,
        stackConstant[first],
        constantB);
    if (three) {
      word(stackConstant[first + 2]);
    }
    last = -1;
  }

  private void callIndirect() {
    int number = module.typeNumbers()[in.unsigned()];
    in.octet();
    WasmModule.FunctionType called = module.types().get(number);
    int function = pop();
    int first = pop(called.parameters());
    int d = called.results() == 1 ? home(first) : 0;
    emit(
        CALL_INDIRECT, d, stackRegister[function], 0, stackConstant[function], called.parameters());
    word(number);
    arguments(first, called.parameters());
    if (called.results() == 1) {
      push(d, 0);
    }
  }

  private void arguments(int first, int count) {
    for (int i = first; i < first + count; i++) {
      word(stackRegister[i]);
      word(stackConstant[i]);
    }
  }

  private void unary(int operation) {
    int a = pop();
    result(operation, stackRegister[a], 0, stackConstant[a], 0);
  }

  private void binary(int operation) {
    int b = pop();
    int a = pop();
    result(operation, stackRegister[a], stackRegister[b], stackConstant[a], stackConstant[b]);
  }

  /// Sums with a constant, and products of constants, are done here and now.
  private void arithmetic(int operation) {
    int b = height - 1;
    int a = height - 2;
    boolean constantA = stackRegister[a] == 0;
    boolean constantB = stackRegister[b] == 0;
    if (constantB && (constantA || operation != I32_MUL)) {
      pop();
      int x = stackConstant[a];
      int y = stackConstant[b];
      stackConstant[a] = operation == I32_ADD ? x + y : operation == I32_SUB ? x - y : x * y;
    } else if (constantA && operation == I32_ADD && stackRegister[b] <= locals) {
      pop();
      stackRegister[a] = stackRegister[b];
      stackConstant[a] += stackConstant[b];
    } else {
      binary(operation);
    }
  }

  private void result(int operation, int a, int b, int constantA, int constantB) {
    emit(operation, home(height), a, b, constantA, constantB);
    push(home(height), 0);
  }

  private void push(int register, int constant) {
    if (height == stackRegister.length) {
      stackRegister = Arrays.copyOf(stackRegister, 2 * height);
      stackConstant = Arrays.copyOf(stackConstant, 2 * height);
    }
    stackRegister[height] = register;
    stackConstant[height] = constant;
    height++;
    if (register == home(height - 1)) {
      highest = Math.max(highest, height);
    }
  }

  /// The position of the value that is taken from the stack; its operand stays readable there until
  /// something is pushed.
  private int pop() {
    return pop(1);
  }

  private int pop(int count) {
    height -= count;
    if (height < blocks.getLast().height) {
      throw new MalformedCalculatorException("the stack is empty");
    }
    return height;
  }

  /// Gives the value at `position` its own register.
  private void settle(int position) {
    settleAs(position, position);
    stackRegister[position] = home(position);
    stackConstant[position] = 0;
  }

  private void settleAs(int position, int target) {
    int register = home(target);
    highest = Math.max(highest, target + 1);
    if (stackRegister[position] != register || stackConstant[position] != 0) {
      emit(MOVE, register, stackRegister[position], 0, stackConstant[position], 0);
    }
  }

  /// The register of a position of the stack.
  private int home(int position) {
    return 1 + locals + position;
  }

  private int emit(int operation, int d, int a, int b, int constantA, int constantB) {
    if (d >= MOST_REGISTERS || a >= MOST_REGISTERS || b >= MOST_REGISTERS) {
      throw new MalformedCalculatorException("a function with too many values");
    }
    last = length;
    word(operation | d << 8);
    word(a | b << 16);
    word(constantA);
    word(constantB);
    return last;
  }

  private void word(int word) {
    if (length == code.length) {
      code = Arrays.copyOf(code, 2 * length);
    }
    code[length++] = word;
  }
}
