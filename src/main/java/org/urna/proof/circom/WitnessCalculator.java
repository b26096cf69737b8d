package org.urna.proof.circom;

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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.urna.proof.ProofFileException;
import org.urna.proof.Witness;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.PrimeField;
import org.urna.proof.wasm.CalculatorMachine;
import org.urna.proof.wasm.CalculatorProgram;
import org.urna.proof.wasm.MalformedCalculatorException;

/// Computes a circuit's witness with the calculator that circom 2 compiled to WebAssembly, which is
/// translated when it is loaded.
///
/// The names of the inputs are those of the circuit's source; arrays of any dimension are given
/// flat in circom's order. One calculation at a time: a second caller waits. After each
/// calculation, successful or not, the calculator's memory is overwritten.
public final class WitnessCalculator {
  private static final int ELEMENT_BYTES = 32;
  private static final int ELEMENT_INTS = 8;
  private static final int VERSION = 2;

  /// Translated once for each process: a second calculator of the same circuit costs its memory
  /// only.
  private static final Map<String, CalculatorProgram> PROGRAMS = new ConcurrentHashMap<>();

  private final CalculatorProgram program;
  private final int witnessSize;
  private final int inputSize;
  private @Nullable CalculatorInstance instance;

  private WitnessCalculator(CalculatorProgram program) throws ProofFileException {
    this.program = program;
    CalculatorInstance first = new CalculatorInstance();
    this.witnessSize = first.checkedWitnessSize();
    this.inputSize = first.integer("getInputSize");
    this.instance = first;
  }

  /// Loads and translates the calculator of a circuit. Takes a quarter of a second for a large
  /// circuit, the first time in a process.
  ///
  /// @throws ProofFileException if the file cannot be read, is no circom 2 calculator, or is for
  ///   another field
  public static WitnessCalculator load(Path wasm) throws ProofFileException {
    try {
      byte[] bytes = Files.readAllBytes(wasm);
      return new WitnessCalculator(
          PROGRAMS.computeIfAbsent(sha256(bytes), _ -> CalculatorProgram.of(bytes)));
    } catch (IOException e) {
      throw new ProofFileException("cannot read " + wasm, e);
    } catch (MalformedCalculatorException | CalculatorMachine.Trap | IndexOutOfBoundsException e) {
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
    } catch (CalculatorMachine.Interrupted e) {
      Thread.interrupted();
      throw new InterruptedException("the witness calculation was interrupted");
    } catch (MalformedCalculatorException | CalculatorMachine.Trap | IndexOutOfBoundsException e) {
      throw new WitnessException(calculator.explain(), e);
    } finally {
      calculator.machine.wipe();
    }
  }

  /// Whether the kept instance's memory is that of a new one: what a calculation leaves behind.
  synchronized boolean memoryIsAsLoaded() {
    CalculatorInstance kept = instance;
    return kept != null && kept.machine.memoryIsAsLoaded();
  }

  /// FNV-1a with 64 bits, under which circom stores an input's name.
  private static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  /// A machine that runs the calculator with what it reports about a failure.
  private final class CalculatorInstance {
    private final CalculatorMachine machine = program.start(this::host);
    private final StringBuilder report = new StringBuilder();

    private void host(String imported, int argument) {
      switch (imported) {
        case "exceptionHandler" -> exception(argument);
        case "printErrorMessage" -> report.append(message());
        // What a circuit logs may be secret: it is dropped.
        case "writeBufferMessage" -> message();
        case "showSharedRWMemory" -> {}
        default -> throw new CalculatorMachine.Trap("a calculator with unknown imports");
      }
    }

    private void exception(int code) {
      report.append(
          switch (code) {
            case 1 -> "signal not found";
            case 2 -> "too many signals set";
            case 3 -> "signal already set";
            case 4 -> "assertion failed";
            case 5 -> "not enough memory";
            case 6 -> "input signal array access exceeds the size";
            default -> "unknown error";
          });
      throw new CalculatorMachine.Trap("the circuit's calculator stopped");
    }

    private String message() {
      // On a machine of its own: this one is in the middle of the calculation.
      CalculatorMachine reader = machine.onSameMemory();
      int next = program.exported("getMessageChar");
      StringBuilder text = new StringBuilder();
      for (int c = reader.call(next); c != 0; c = reader.call(next)) {
        text.append((char) c);
      }
      return text.append("; ").toString();
    }

    String explain() {
      return report.isEmpty() ? "the circuit's calculator failed" : report.toString();
    }

    int integer(String export) {
      return machine.call(program.exported(export));
    }

    int checkedWitnessSize() throws ProofFileException {
      if (integer("getVersion") != VERSION || integer("getFieldNumLen32") != ELEMENT_INTS) {
        throw new ProofFileException("not a calculator of circom 2 over a field of 254 bits");
      }
      machine.call(program.exported("getRawPrime"));
      int shared = sharedAddress();
      long[] prime = new long[PrimeField.LIMBS];
      for (int i = 0; i < prime.length; i++) {
        prime[i] = machine.getLong(shared + Long.BYTES * i);
      }
      if (!PrimeField.number(prime, 0).equals(Fr.MODULUS)) {
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
      machine.call(program.exported("init"), 1);
      setInputs(inputs);
      return witness();
    }

    private void setInputs(Map<String, List<BigInteger>> inputs) throws WitnessException {
      int shared = sharedAddress();
      int sizeOf = program.exported("getInputSignalSize");
      int set = program.exported("setInputSignal");
      int given = 0;
      // In a fixed order, so that the same wrong input fails in the same way.
      for (Map.Entry<String, List<BigInteger>> input : new TreeMap<>(inputs).entrySet()) {
        long hash = hash(input.getKey());
        int size = machine.call(sizeOf, (int) (hash >>> 32), (int) hash);
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
          machine.call(set, (int) (hash >>> 32), (int) hash, position++);
        }
      }
    }

    private void put(BigInteger value, String name, int address) {
      if (value.signum() < 0 || value.compareTo(Fr.MODULUS) >= 0) {
        throw new IllegalArgumentException("input " + name + " is not in the scalar field");
      }
      BigInteger rest = value;
      for (int i = 0; i < ELEMENT_INTS / 2; i++) {
        machine.putLong(address + Long.BYTES * i, rest.longValue());
        rest = rest.shiftRight(64);
      }
    }

    private Witness witness() {
      int shared = sharedAddress();
      int get = program.exported("getWitness");
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment all = arena.allocate((long) witnessSize * ELEMENT_BYTES, Long.BYTES);
        for (int i = 0; i < witnessSize; i++) {
          machine.call(get, i);
          for (int j = 0; j < ELEMENT_INTS / 2; j++) {
            all.set(
                ValueLayout.JAVA_LONG,
                (long) i * ELEMENT_BYTES + (long) j * Long.BYTES,
                machine.getLong(shared + j * Long.BYTES));
          }
        }
        try {
          return Witness.ofLittleEndian(all);
        } finally {
          all.fill((byte) 0);
        }
      }
    }
  }
}
