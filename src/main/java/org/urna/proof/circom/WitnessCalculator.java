package org.urna.proof.circom;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodTooLargeException;
import org.urna.proof.ProofFileException;
import org.urna.proof.Witness;
import org.urna.proof.bn254.Fr;

/// Computes a circuit's witness with the calculator that circom 2 compiled to WebAssembly, which is
/// compiled to bytecode when it is loaded.
///
/// The names of the inputs are those of the circuit's source; arrays of any dimension are given
/// flat in circom's order. One calculation at a time: a second caller waits. After each
/// calculation, successful or not, the calculator's memory is overwritten.
public final class WitnessCalculator {
  private static final int ELEMENT_BYTES = 32;
  private static final int ELEMENT_INTS = 8;
  private static final int VERSION = 2;

  /// Functions of more instructions than this do not fit a method of the JVM (64 KiB of bytecode).
  private static final int LARGE_FUNCTION = 12_000;

  /// Compiled once for each process: a second calculator of the same circuit costs its memory only.
  private static final Map<String, Compiled> COMPILED = new ConcurrentHashMap<>();

  private record Compiled(WasmModule module, Function<Instance, Machine> machines) {}

  private final WasmModule module;
  private final Function<Instance, Machine> machines;
  private final int witnessSize;
  private final int inputSize;
  private @Nullable CalculatorInstance instance;

  private WitnessCalculator(WasmModule module, Function<Instance, Machine> machines)
      throws ProofFileException {
    this.module = module;
    this.machines = machines;
    CalculatorInstance first = new CalculatorInstance();
    this.witnessSize = first.checkedWitnessSize();
    this.inputSize = first.integer("getInputSize");
    this.instance = first;
  }

  /// Loads and compiles the calculator of a circuit. Takes seconds for a large circuit, the first
  /// time in a process.
  ///
  /// @throws ProofFileException if the file cannot be read, is no circom 2 calculator, or is for
  ///   another field
  public static WitnessCalculator load(Path wasm) throws ProofFileException {
    try {
      byte[] bytes = Files.readAllBytes(wasm);
      Compiled compiled =
          COMPILED.computeIfAbsent(
              sha256(bytes),
              _ -> {
                WasmModule module = Parser.parse(bytes);
                return new Compiled(module, compile(module));
              });
      return new WitnessCalculator(compiled.module, compiled.machines);
    } catch (IOException e) {
      throw new ProofFileException("cannot read " + wasm, e);
    } catch (ChicoryException e) {
      throw new ProofFileException("not a witness calculator: " + wasm, e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// Compiles all functions but those of [FieldIntrinsics] and those that are too large for a
  /// method of the JVM (circom's tables of constants), which are interpreted.
  private static Function<Instance, Machine> compile(WasmModule module) {
    Set<Integer> notCompiled = new HashSet<>(FieldIntrinsics.functions(module));
    int imports = module.importSection().importCount();
    for (int i = 0; i < module.codeSection().functionBodyCount(); i++) {
      if (module.codeSection().getFunctionBody(i).instructions().size() > LARGE_FUNCTION) {
        notCompiled.add(imports + i);
      }
    }
    while (true) {
      try {
        return MachineFactoryCompiler.builder(module)
            .withInterpreterFallback(InterpreterFallback.FAIL)
            .withInterpretedFunctions(notCompiled)
            .compile();
      } catch (ChicoryException e) {
        if (!(e.getCause() instanceof MethodTooLargeException tooLarge)
            || !notCompiled.add(Integer.valueOf(tooLarge.getMethodName().replace("func_", "")))) {
          throw e;
        }
      }
    }
  }

  /// How many elements a witness has.
  public int witnessSize() {
    return witnessSize;
  }

  /// Computes the witness of `inputs`. Takes up to seconds for a large circuit.
  ///
  /// @param inputs every input signal of the circuit, in any order
  /// @throws WitnessException if an input is missing, unknown or of the wrong length, or the
  ///   circuit stops at an assertion; the message names the signal, or the template and line
  /// @throws InterruptedException if the thread is interrupted
  /// @throws IllegalArgumentException if a value is not in [0, r)
  public synchronized Witness calculate(Map<String, List<BigInteger>> inputs)
      throws WitnessException, InterruptedException {
    CalculatorInstance calculator = instance;
    if (calculator == null) {
      calculator = new CalculatorInstance();
    }
    instance = null;
    try {
      Witness witness = calculator.calculate(inputs);
      instance = calculator;
      return witness;
    } catch (ChicoryInterruptedException e) {
      Thread.interrupted();
      throw new InterruptedException("the witness calculation was interrupted");
    } catch (ChicoryException e) {
      throw new WitnessException(calculator.explain(), e);
    } finally {
      calculator.wipe();
    }
  }

  /// Whether the kept instance's memory is that of a new one: what a calculation leaves behind.
  synchronized boolean memoryIsAsLoaded() {
    CalculatorInstance kept = instance;
    return kept != null && kept.memory.contentEquals(new CalculatorInstance().memory);
  }

  /// FNV-1a with 64 bits, under which circom stores an input's name.
  private static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  /// One instance of the module, with what it reports about a failure.
  private final class CalculatorInstance {
    private final Instance wasm;
    private final WipedMemory memory;
    private final StringBuilder report = new StringBuilder();

    CalculatorInstance() {
      WipedMemory[] created = new WipedMemory[1];
      this.wasm =
          Instance.builder(module)
              .withImportValues(
                  ImportValues.builder()
                      .addFunction(
                          host("exceptionHandler", List.of(ValType.I32), this::exception),
                          host("printErrorMessage", List.of(), _ -> report.append(message())),
                          // What a circuit logs may be secret: it is dropped.
                          host("writeBufferMessage", List.of(), _ -> message()),
                          host("showSharedRWMemory", List.of(), _ -> {}))
                      .build())
              .withMemoryFactory(limits -> created[0] = new WipedMemory(limits))
              .withMachineFactory(
                  instance -> new FieldIntrinsics(machines.apply(instance), created[0], module))
              .build();
      this.memory = created[0];
    }

    private interface HostCall {
      void call(long[] arguments);
    }

    private static HostFunction host(String name, List<ValType> parameters, HostCall call) {
      return new HostFunction(
          "runtime",
          name,
          FunctionType.of(parameters, List.of()),
          (_, arguments) -> {
            call.call(arguments);
            return new long[0];
          });
    }

    private void exception(long[] arguments) {
      report.append(
          switch ((int) arguments[0]) {
            case 1 -> "signal not found";
            case 2 -> "too many signals set";
            case 3 -> "signal already set";
            case 4 -> "assertion failed";
            case 5 -> "not enough memory";
            case 6 -> "input signal array access exceeds the size";
            default -> "unknown error";
          });
      throw new ChicoryException("the circuit's calculator stopped");
    }

    private String message() {
      ExportFunction next = wasm.export("getMessageChar");
      StringBuilder text = new StringBuilder();
      for (long c = next.apply()[0]; c != 0; c = next.apply()[0]) {
        text.append((char) c);
      }
      return text.append("; ").toString();
    }

    String explain() {
      return report.isEmpty() ? "the circuit's calculator failed" : report.toString();
    }

    int integer(String export, long... arguments) {
      return (int) wasm.export(export).apply(arguments)[0];
    }

    int checkedWitnessSize() throws ProofFileException {
      if (integer("getVersion") != VERSION || integer("getFieldNumLen32") != ELEMENT_INTS) {
        throw new ProofFileException("not a calculator of circom 2 over a field of 254 bits");
      }
      wasm.export("getRawPrime").apply();
      byte[] prime = memory.readBytes(sharedAddress(), ELEMENT_BYTES);
      for (int i = 0; i < ELEMENT_BYTES / 2; i++) {
        byte swap = prime[i];
        prime[i] = prime[ELEMENT_BYTES - 1 - i];
        prime[ELEMENT_BYTES - 1 - i] = swap;
      }
      if (!new BigInteger(1, prime).equals(Fr.MODULUS)) {
        throw new ProofFileException("a calculator over another field");
      }
      return integer("getWitnessSize");
    }

    /// Where elements pass in and out.
    private int sharedAddress() {
      return integer("getSharedRWMemoryStart");
    }

    Witness calculate(Map<String, List<BigInteger>> inputs) throws WitnessException {
      report.setLength(0);
      wasm.export("init").apply(1);
      setInputs(inputs);
      return witness();
    }

    private void setInputs(Map<String, List<BigInteger>> inputs) throws WitnessException {
      int shared = sharedAddress();
      ExportFunction sizeOf = wasm.export("getInputSignalSize");
      ExportFunction set = wasm.export("setInputSignal");
      int given = 0;
      // In a fixed order, so that the same wrong input fails in the same way.
      for (Map.Entry<String, List<BigInteger>> input : new TreeMap<>(inputs).entrySet()) {
        long hash = hash(input.getKey());
        int size = (int) sizeOf.apply(hash >>> 32, hash & 0xffffffffL)[0];
        if (size <= 0) {
          throw new WitnessException("the circuit has no input " + input.getKey());
        }
        if (size != input.getValue().size()) {
          throw new WitnessException(
              "input "
                  + input.getKey()
                  + " has "
                  + size
                  + " elements, got "
                  + input.getValue().size());
        }
        given += size;
        if (given > inputSize) {
          throw new WitnessException("more inputs than the circuit has");
        }
      }
      if (given < inputSize) {
        throw new WitnessException(
            "the circuit has "
                + inputSize
                + " input elements, got "
                + given
                + " by the names "
                + new TreeMap<>(inputs).keySet());
      }
      for (Map.Entry<String, List<BigInteger>> input : new TreeMap<>(inputs).entrySet()) {
        long hash = hash(input.getKey());
        int position = 0;
        for (BigInteger value : input.getValue()) {
          put(value, input.getKey(), shared);
          // The last input starts the calculation.
          set.apply(hash >>> 32, hash & 0xffffffffL, position++);
        }
      }
    }

    private void put(BigInteger value, String name, int address) {
      if (value.signum() < 0 || value.compareTo(Fr.MODULUS) >= 0) {
        throw new IllegalArgumentException("input " + name + " is not in the scalar field");
      }
      BigInteger rest = value;
      for (int i = 0; i < ELEMENT_INTS / 2; i++) {
        memory.writeLong(address + Long.BYTES * i, rest.longValue());
        rest = rest.shiftRight(64);
      }
    }

    private Witness witness() {
      int shared = sharedAddress();
      ExportFunction get = wasm.export("getWitness");
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment all = arena.allocate((long) witnessSize * ELEMENT_BYTES, Long.BYTES);
        for (int i = 0; i < witnessSize; i++) {
          get.apply(i);
          for (int j = 0; j < ELEMENT_INTS / 2; j++) {
            all.set(
                ValueLayout.JAVA_LONG,
                (long) i * ELEMENT_BYTES + (long) j * Long.BYTES,
                memory.readLong(shared + j * Long.BYTES));
          }
        }
        try {
          return Witness.ofLittleEndian(all);
        } finally {
          all.fill((byte) 0);
        }
      }
    }

    /// Overwrites the memory and puts the module's constants back.
    void wipe() {
      memory.zero();
      memory.initialize(wasm, module.dataSection().dataSegments());
    }
  }
}
