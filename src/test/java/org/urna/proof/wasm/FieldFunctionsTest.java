package org.urna.proof.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.urna.proof.bn254.Fr;
import org.urna.proof.wasm.FieldFunctions.Intrinsic;

/// Each field function in Java against circom's own, which runs once in our interpreter and once in
/// another: on edges and random values in each form that an element can have, with operands and
/// result in the same place too.
class FieldFunctionsTest {
  private static final BigInteger P = Fr.MODULUS;
  private static final BigInteger RADIX = BigInteger.ONE.shiftLeft(256);
  private static final long SEED = 20261122;

  /// Where the three elements of a call are, far from what the calculator uses.
  private static final int[] PLACES = {0x9000, 0x9028, 0x905c};

  /// Ways to give the same place to result and operands.
  private static final int[][] ALIASES = {{0, 1, 2}, {0, 0, 1}, {0, 1, 0}, {0, 1, 1}, {0, 0, 0}};

  private static CalculatorProgram program;
  private static CalculatorMemory fresh;

  private enum Form {
    SHORT,
    SHORT_WITH_MONTGOMERY,
    NORMAL,
    MONTGOMERY
  }

  @BeforeAll
  static void load() throws IOException {
    byte[] file = sample();
    program = CalculatorProgram.of(WasmModule.parse(file), file, false);
    fresh = new CalculatorMemory(program.module().pages());
    fresh.load(program.module());
  }

  private static byte[] sample() throws IOException {
    try (InputStream in =
        FieldFunctionsTest.class.getResourceAsStream("/vectors/circom/sample.wasm")) {
      return in.readAllBytes();
    }
  }

  /// Values at which a field function could change its mind.
  static List<BigInteger> edges() {
    List<BigInteger> edges = new ArrayList<>();
    for (int small : new int[] {0, 1, 2, 3, 29, 30, 31, 32, 33, 62, 63, 64, 65, 127, 128, 191}) {
      edges.add(BigInteger.valueOf(small));
      edges.add(BigInteger.valueOf(-small));
    }
    for (int distance : new int[] {192, 252, 253, 254, 255, 256, 1000}) {
      edges.add(BigInteger.valueOf(distance));
      edges.add(BigInteger.valueOf(-distance));
    }
    for (int bits : new int[] {15, 16, 30, 31, 32, 33, 46, 62, 63, 64, 127, 128, 192, 252, 253}) {
      BigInteger power = BigInteger.ONE.shiftLeft(bits);
      for (int i = -1; i <= 1; i++) {
        edges.add(power.add(BigInteger.valueOf(i)));
        edges.add(power.negate().add(BigInteger.valueOf(i)));
      }
    }
    BigInteger half = P.shiftRight(1);
    for (int i = -2; i <= 2; i++) {
      edges.add(half.add(BigInteger.valueOf(i)));
    }
    edges.add(RADIX.mod(P));
    edges.add(RADIX.modInverse(P));
    edges.add(BigInteger.ONE.shiftLeft(254).subtract(P));
    return edges.stream().map(value -> value.mod(P)).distinct().toList();
  }

  private static boolean fits(BigInteger value, Form form) {
    BigInteger signed = value.compareTo(P.shiftRight(1)) > 0 ? value.subtract(P) : value;
    return form.ordinal() >= Form.NORMAL.ordinal() || signed.bitLength() <= 31;
  }

  private static void write(CalculatorMemory memory, int at, BigInteger value, Form form) {
    BigInteger signed = value.compareTo(P.shiftRight(1)) > 0 ? value.subtract(P) : value;
    int tag =
        switch (form) {
          case SHORT -> 0;
          case SHORT_WITH_MONTGOMERY -> 0x40000000;
          case NORMAL -> 0x80000000;
          case MONTGOMERY -> 0xc0000000;
        };
    boolean isShort = tag >= 0;
    memory.putInt(at, isShort ? signed.intValueExact() : 0x5a5a5a5a);
    memory.putInt(at + 4, tag);
    BigInteger number =
        switch (form) {
          // What is not to be looked at.
          case SHORT -> BigInteger.ONE.shiftLeft(255).subtract(BigInteger.TEN);
          case NORMAL -> value;
          case SHORT_WITH_MONTGOMERY, MONTGOMERY -> value.multiply(RADIX).mod(P);
        };
    for (int i = 0; i < 4; i++) {
      memory.putLong(at + 8 + 8 * i, number.shiftRight(64 * i).longValue());
    }
  }

  /// The element at `at`, whatever its form, which must be a sound one.
  private static BigInteger read(CalculatorMemory memory, int at) {
    int tag = memory.getInt(at + 4);
    assertThat(tag & 0x3fffffff).isZero();
    BigInteger number = longAt(memory, at + 8);
    if (tag >= 0) {
      BigInteger value = BigInteger.valueOf(memory.getInt(at)).mod(P);
      if (tag != 0) {
        assertThat(number).isEqualTo(value.multiply(RADIX).mod(P));
      }
      return value;
    }
    assertThat(number).isLessThan(P);
    return tag == 0x80000000 ? number : number.multiply(RADIX.modInverse(P)).mod(P);
  }

  private static BigInteger longAt(CalculatorMemory memory, int at) {
    BigInteger number = BigInteger.ZERO;
    for (int i = 3; i >= 0; i--) {
      number =
          number
              .shiftLeft(64)
              .or(new BigInteger(Long.toUnsignedString(memory.getLong(at + 8 * i))));
    }
    return number;
  }

  private static CalculatorMemory copy(CalculatorMemory memory) {
    CalculatorMemory copy = new CalculatorMemory(1);
    for (int i = 0; i < WasmModule.PAGE_BYTES; i += 8) {
      copy.putLong(i, memory.getLong(i));
    }
    return copy;
  }

  /// Runs one call in Java and in our interpreter, and compares.
  private static void compare(Intrinsic intrinsic, CalculatorMemory before, int... addresses) {
    CalculatorMemory java = copy(before);
    CalculatorMemory wasm = copy(before);
    int parameters = intrinsic.type().parameters();
    int[] arguments = Arrays.copyOf(addresses, parameters);
    long ours =
        new FieldFunctions(java)
            .apply(
                intrinsic.ordinal(),
                addresses[0],
                parameters > 1 ? addresses[1] : 0,
                parameters > 2 ? addresses[2] : 0);
    if (ours == FieldFunctions.NOT_DONE) {
      assertThat(java.equalFrom(0, before)).isTrue();
      return;
    }
    int theirs = machine(wasm).call(function(intrinsic), arguments);
    if (intrinsic.type().results() == 1) {
      assertThat((int) ours).as(() -> describe(intrinsic, before, addresses)).isEqualTo(theirs);
    }
    for (int place : PLACES) {
      assertThat(read(java, place))
          .as(() -> describe(intrinsic, before, addresses))
          .isEqualTo(read(wasm, place));
    }
  }

  private static String describe(Intrinsic intrinsic, CalculatorMemory before, int[] addresses) {
    StringBuilder text = new StringBuilder(intrinsic.function());
    for (int place : PLACES) {
      text.append(" %x:".formatted(place))
          .append(Integer.toHexString(before.getInt(place + 4)))
          .append('/')
          .append(before.getInt(place))
          .append('/')
          .append(longAt(before, place + 8));
    }
    return text + " at " + Arrays.toString(addresses);
  }

  private static CalculatorMachine machine(CalculatorMemory memory) {
    return new CalculatorMachine(
        program,
        memory,
        (_, _) -> {
          throw new AssertionError("a field function called its host");
        });
  }

  private static int function(Intrinsic intrinsic) {
    for (int i = 0; i < program.module().functionTypes().length; i++) {
      if (program.module().nameOf(i).equals(intrinsic.function())) {
        assertThat(program.module().typeOf(i)).isEqualTo(intrinsic.type());
        return i;
      }
    }
    throw new AssertionError("circom has no function " + intrinsic.function());
  }

  private static boolean isOnElements(Intrinsic intrinsic) {
    return !intrinsic.function().startsWith("Fr_F1m") && intrinsic != Intrinsic.COPY_MANY;
  }

  /// circom's own function is wrong when the result is in an operand's place. circom never puts it
  /// there: results go to temporaries.
  private static boolean readsAfterWriting(Intrinsic intrinsic) {
    return switch (intrinsic) {
      case SHIFT_LEFT, SHIFT_RIGHT, QUOTIENT, REMAINDER -> true;
      default -> false;
    };
  }

  @ParameterizedTest
  @EnumSource(Intrinsic.class)
  void computesTheSameElementsAsCircomsFunction(Intrinsic intrinsic) {
    if (!isOnElements(intrinsic)) {
      return; // has its own test
    }
    Random random = new Random(SEED);
    List<BigInteger> values = new ArrayList<>(edges());
    for (int i = 0; i < 40; i++) {
      values.add(new BigInteger(1 + random.nextInt(254), random).mod(P));
    }
    CalculatorMemory before = copy(fresh);
    for (int round = 0; round < 4_000; round++) {
      Form[] forms = new Form[3];
      for (int i = 0; i < 3; i++) {
        BigInteger value;
        do {
          value = values.get(random.nextInt(values.size()));
          forms[i] = Form.values()[random.nextInt(4)];
        } while (!fits(value, forms[i])
            || ((intrinsic == Intrinsic.QUOTIENT || intrinsic == Intrinsic.REMAINDER)
                && value.signum() == 0));
        write(before, PLACES[i], value, forms[i]);
      }
      int[] alias = ALIASES[random.nextInt(ALIASES.length)];
      if (readsAfterWriting(intrinsic) && (alias[0] == alias[1] || alias[0] == alias[2])) {
        continue;
      }
      compare(intrinsic, before, PLACES[alias[0]], PLACES[alias[1]], PLACES[alias[2]]);
    }
  }

  /// Comparisons, shifts and small sums change their mind where both operands are edges.
  @ParameterizedTest
  @EnumSource(
      value = Intrinsic.class,
      names = {
        "ADD",
        "SUBTRACT",
        "MULTIPLY",
        "LESS",
        "GREATER_OR_EQUAL",
        "EQUAL",
        "AND_BITS",
        "SHIFT_LEFT",
        "SHIFT_RIGHT"
      })
  void computesTheSameElementsForEveryPairOfEdges(Intrinsic intrinsic) {
    Random random = new Random(SEED);
    CalculatorMemory before = copy(fresh);
    for (BigInteger x : edges()) {
      for (BigInteger y : edges()) {
        write(before, PLACES[0], BigInteger.valueOf(77), Form.SHORT);
        write(before, PLACES[1], x, anyForm(x, random));
        write(before, PLACES[2], y, anyForm(y, random));
        compare(intrinsic, before, PLACES);
      }
    }
  }

  private static Form anyForm(BigInteger value, Random random) {
    while (true) {
      Form form = Form.values()[random.nextInt(4)];
      if (fits(value, form)) {
        return form;
      }
    }
  }

  @Test
  void shiftsWithinTheFieldAreDoneAndOthersLeftToCircom() {
    CalculatorMemory memory = copy(fresh);
    for (Intrinsic shift : new Intrinsic[] {Intrinsic.SHIFT_LEFT, Intrinsic.SHIFT_RIGHT}) {
      for (int distance : new int[] {-1, 0, 1, 253, 254}) {
        for (Form form : Form.values()) {
          write(memory, PLACES[1], BigInteger.TEN, Form.NORMAL);
          write(memory, PLACES[2], BigInteger.valueOf(distance).mod(P), form);
          long result =
              new FieldFunctions(memory).apply(shift.ordinal(), PLACES[0], PLACES[1], PLACES[2]);
          assertThat(result == FieldFunctions.NOT_DONE).isEqualTo(distance < 0 || distance > 253);
        }
      }
    }
  }

  @Test
  void multipliesAndSquaresLongNumbers() {
    Random random = new Random(SEED);
    List<BigInteger> values = new ArrayList<>(edges());
    CalculatorMemory before = copy(fresh);
    for (int round = 0; round < 4_000; round++) {
      for (int place : PLACES) {
        write(before, place - 8, values.get(random.nextInt(values.size())), Form.NORMAL);
      }
      for (Intrinsic intrinsic :
          new Intrinsic[] {
            Intrinsic.LONG_MULTIPLY, Intrinsic.LONG_SQUARE, Intrinsic.LONG_FROM_MONTGOMERY
          }) {
        CalculatorMemory java = copy(before);
        CalculatorMemory wasm = copy(before);
        int[] alias = ALIASES[random.nextInt(ALIASES.length)];
        int[] addresses = {PLACES[alias[0]], PLACES[alias[1]], PLACES[alias[2]]};
        new FieldFunctions(java)
            .apply(intrinsic.ordinal(), addresses[0], addresses[1], addresses[2]);
        machine(wasm)
            .call(function(intrinsic), Arrays.copyOf(addresses, intrinsic.type().parameters()));
        for (int place : PLACES) {
          assertThat(longAt(java, place)).isEqualTo(longAt(wasm, place));
        }
      }
    }
  }

  @Test
  void copiesManyElements() {
    CalculatorMemory memory = copy(fresh);
    for (int i = 0; i < 20; i++) {
      write(memory, 0x9000 + 40 * i, BigInteger.valueOf(1000 + i), Form.NORMAL);
    }
    CalculatorMemory down = copy(memory);
    assertThat(new FieldFunctions(down).apply(Intrinsic.COPY_MANY.ordinal(), 0x9000, 0x9028, 19))
        .isZero();
    CalculatorMemory wasm = copy(memory);
    machine(wasm).call(function(Intrinsic.COPY_MANY), 0x9000, 0x9028, 19);
    assertThat(down.equalFrom(0, wasm)).isTrue();
    // Upwards over itself circom repeats the first element, which is left to circom.
    assertThat(new FieldFunctions(down).apply(Intrinsic.COPY_MANY.ordinal(), 0x9028, 0x9000, 19))
        .isEqualTo(FieldFunctions.NOT_DONE);
  }

  @Test
  void refusesToDivideByZero() {
    CalculatorMemory memory = copy(fresh);
    for (Form form : Form.values()) {
      write(memory, PLACES[1], BigInteger.ONE.shiftLeft(200), Form.NORMAL);
      write(memory, PLACES[2], BigInteger.ZERO, form);
      assertThatThrownBy(
              () ->
                  new FieldFunctions(memory)
                      .apply(Intrinsic.QUOTIENT.ordinal(), PLACES[0], PLACES[1], PLACES[2]))
          .isInstanceOf(ArithmeticException.class);
    }
  }

  @Test
  void invertsAsBigIntegersDo() {
    Random random = new Random(SEED);
    FieldInverse inverse = new FieldInverse();
    List<BigInteger> values = new ArrayList<>(edges());
    for (int i = 0; i < 20_000; i++) {
      values.add(new BigInteger(1 + random.nextInt(254), random).mod(P));
    }
    for (BigInteger value : values) {
      long[] limbs = new long[4];
      for (int i = 0; i < 4; i++) {
        limbs[i] = value.shiftRight(64 * i).longValue();
      }
      inverse.invert(limbs);
      BigInteger expected = value.signum() == 0 ? value : value.modInverse(P);
      for (int i = 0; i < 4; i++) {
        assertThat(limbs[i]).isEqualTo(expected.shiftRight(64 * i).longValue());
      }
    }
  }

  /// Our interpreter runs circom's own field functions as another WebAssembly interpreter does, to
  /// the last byte of the memory.
  @Test
  void interpretsAsAnotherInterpreterDoes() throws IOException {
    Random random = new Random(SEED);
    ByteArrayMemory[] theirs = new ByteArrayMemory[1];
    Instance instance =
        Instance.builder(Parser.parse(sample()))
            .withImportValues(
                ImportValues.builder()
                    .addFunction(
                        host("exceptionHandler", List.of(ValType.I32)),
                        host("printErrorMessage", List.of()),
                        host("writeBufferMessage", List.of()),
                        host("showSharedRWMemory", List.of()))
                    .build())
            .withMemoryFactory(limits -> theirs[0] = new ByteArrayMemory(limits))
            .build();
    CalculatorMemory ours = new CalculatorMemory(program.module().pages());
    ours.load(program.module());
    CalculatorMachine machine = machine(ours);
    List<BigInteger> values = new ArrayList<>(edges());
    for (int i = 0; i < 40; i++) {
      values.add(new BigInteger(1 + random.nextInt(254), random).mod(P));
    }
    int elements = 0;
    for (int round = 0; round < 200; round++) {
      for (int function = 0; function < program.module().functionTypes().length; function++) {
        String name = program.module().nameOf(function);
        int parameters = program.module().typeOf(function).parameters();
        if (!name.matches("Fr_(?!raw|int_|F1m_|copyn|pow|adjust|fixed|toLong).*")) {
          continue;
        }
        for (int place : PLACES) {
          BigInteger value = values.get(random.nextInt(values.size()));
          if (value.signum() == 0) {
            value = BigInteger.ONE;
          }
          write(ours, place, value, anyForm(value, random));
          theirs[0].write(place, bytes(ours, place));
        }
        int[] arguments = Arrays.copyOf(PLACES, parameters);
        long[] wide = Arrays.stream(arguments).asLongStream().toArray();
        int result = machine.call(function, arguments);
        long[] expected = instance.getMachine().call(function, wide);
        if (program.module().typeOf(function).results() == 1) {
          assertThat(result).as(name).isEqualTo((int) expected[0]);
        }
        for (int place : PLACES) {
          assertThat(bytes(ours, place)).as(name).isEqualTo(theirs[0].readBytes(place, 40));
        }
        elements++;
      }
    }
    assertThat(elements).isGreaterThan(200 * 30);
    assertThat(bytes(ours, 0, 0x9000)).isEqualTo(theirs[0].readBytes(0, 0x9000));
  }

  private static byte[] bytes(CalculatorMemory memory, int at) {
    return bytes(memory, at, 40);
  }

  private static byte[] bytes(CalculatorMemory memory, int at, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = memory.getByte(at + i);
    }
    return bytes;
  }

  private static HostFunction host(String name, List<ValType> parameters) {
    return new HostFunction(
        "runtime", name, FunctionType.of(parameters, List.of()), (_, _) -> new long[0]);
  }
}
