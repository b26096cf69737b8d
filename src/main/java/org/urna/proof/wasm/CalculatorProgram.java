package org.urna.proof.wasm;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.proof.wasm.FieldFunctions.Intrinsic;

/// A calculator made ready to run: its module with every function translated. Holds no secrets; one
/// serves any number of [CalculatorMachine]s.
public final class CalculatorProgram {
  private static final Logger LOG = LoggerFactory.getLogger(CalculatorProgram.class);

  /// SHA-256 of the field functions that [FieldFunctions] stands for: their code in the file, in
  /// order. They are the same in every calculator of one version of circom over BN254.
  static final String KNOWN_FIELD_FUNCTIONS =
      "c1de72f776bbd2c2806abef223d5b6e98a2b76d7c89d26dbdacb5e405a361ef1";

  private final WasmModule module;
  private final RegisterCode.Function[] functions;
  private final int[] functionOf;

  private CalculatorProgram(
      WasmModule module, RegisterCode.Function[] functions, int[] functionOf) {
    this.module = module;
    this.functions = functions;
    this.functionOf = functionOf;
  }

  /// Reads and translates a module. If its field functions are not those that are known, they are
  /// run as they are, which is right but many times slower.
  ///
  /// @throws MalformedCalculatorException if `file` is no module, or has what circom never writes
  public static CalculatorProgram of(byte[] file) {
    WasmModule module = WasmModule.parse(file);
    boolean known = KNOWN_FIELD_FUNCTIONS.equals(fieldFunctions(module, file));
    if (!known) {
      LOG.warn("a witness calculator of an unknown version of circom: it will be slow");
    }
    return of(module, file, known);
  }

  /// As [#of(byte[])].
  ///
  /// @param intrinsics whether [FieldFunctions] answers for the functions of its names
  static CalculatorProgram of(WasmModule module, byte[] file, boolean intrinsics) {
    int count = module.functionTypes().length;
    int[] functionOf = new int[Intrinsic.values().length];
    int[] intrinsicOf = new int[count];
    Arrays.fill(functionOf, -1);
    Arrays.fill(intrinsicOf, -1);
    if (intrinsics) {
      for (Intrinsic intrinsic : Intrinsic.values()) {
        int function = List.of(names(module)).indexOf(intrinsic.function());
        if (function >= 0 && module.typeOf(function).equals(intrinsic.type())) {
          functionOf[intrinsic.ordinal()] = function;
          intrinsicOf[function] = intrinsic.ordinal();
        }
      }
    }
    RegisterCode.Function[] functions = new RegisterCode.Function[count];
    try {
      for (int i = module.imports().size(); i < count; i++) {
        functions[i] = RegisterCode.of(module, file, i, intrinsicOf);
      }
    } catch (IndexOutOfBoundsException e) {
      throw new MalformedCalculatorException("invalid code", e);
    }
    return new CalculatorProgram(module, functions, functionOf);
  }

  private static String[] names(WasmModule module) {
    String[] names = new String[module.functionTypes().length];
    Arrays.setAll(names, module::nameOf);
    return names;
  }

  /// SHA-256 of the code of all functions whose name begins with `Fr_`.
  static String fieldFunctions(WasmModule module, byte[] file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int i = module.imports().size(); i < module.functionTypes().length; i++) {
        if (module.nameOf(i).startsWith("Fr_")) {
          WasmModule.Body body = module.bodies().get(i - module.imports().size());
          digest.update(file, body.from(), body.to() - body.from());
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// A machine that runs this program in a new memory.
  ///
  /// @throws MalformedCalculatorException if the module's constants do not fit into its memory
  public CalculatorMachine start(CalculatorMachine.Host host) {
    CalculatorMemory memory = new CalculatorMemory(module.pages());
    try {
      memory.load(module);
    } catch (IndexOutOfBoundsException e) {
      throw new MalformedCalculatorException("constants outside the memory", e);
    }
    return new CalculatorMachine(this, memory, host);
  }

  WasmModule module() {
    return module;
  }

  /// The translated functions by their numbers, null for imported ones.
  RegisterCode.Function[] functions() {
    return functions;
  }

  /// The function that an intrinsic stands for.
  int functionOf(int intrinsic) {
    return functionOf[intrinsic];
  }

  /// The number of an exported function.
  ///
  /// @throws MalformedCalculatorException if there is none of that name
  public int exported(String name) {
    Integer function = module.exports().get(name);
    if (function == null) {
      throw new MalformedCalculatorException("the calculator has no function " + name);
    }
    return function;
  }
}
