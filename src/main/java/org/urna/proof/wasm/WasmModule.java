package org.urna.proof.wasm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A WebAssembly module (Core Specification 1.0, §5 "Binary Format"), as much of it as circom's
/// calculators use: functions, one table, one memory of their own, active data, exports, names. It
/// is read, not validated: a calculator comes with the kiosk's software, never from outside.
///
/// @param types the types of functions
/// @param typeNumbers for each type the number of the first that is equal
/// @param imports the names of imported functions, which come first among the functions
/// @param functionTypes for each function, imported ones included, the number of the first type
///   that is equal to its own
/// @param bodies for each function that is not imported, its code
/// @param table the function behind each entry of the table, −1 for none
/// @param pages initial size of the memory in units of 64 KiB
/// @param exports the exported functions
/// @param names the names of functions, null for none, imported ones included
@SuppressWarnings("ArrayRecordComponent") // never compared
record WasmModule(
    List<FunctionType> types,
    int[] typeNumbers,
    List<String> imports,
    int[] functionTypes,
    List<Body> bodies,
    int[] table,
    int pages,
    Map<String, Integer> exports,
    List<Data> data,
    @Nullable String[] names) {
  static final int PAGE_BYTES = 1 << 16;

  private static final int MAGIC = 0x6d736100;

  /// @param parameters how many parameters
  /// @param results how many results, 0 or 1
  record FunctionType(int parameters, int results) {}

  /// @param locals how many locals besides the parameters
  /// @param from where the instructions begin in the file
  /// @param to where they end
  record Body(int locals, int from, int to) {}

  /// @param address where in the memory
  /// @param bytes what is there at first; not to be changed
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Data(int address, byte[] bytes) {}

  /// Reads a module.
  ///
  /// @throws MalformedCalculatorException if it is none, or has what this reader does not know
  static WasmModule parse(byte[] bytes) {
    try {
      return new Parsing(new WasmReader(bytes, 0, bytes.length)).module();
    } catch (IndexOutOfBoundsException e) {
      throw new MalformedCalculatorException("the file is cut short", e);
    } catch (ArithmeticException e) {
      throw new MalformedCalculatorException("too many locals", e);
    }
  }

  /// The type of function `function`, imported ones included.
  FunctionType typeOf(int function) {
    return types.get(functionTypes[function]);
  }

  /// The name of function `function`, empty if it has none.
  String nameOf(int function) {
    String name = names[function];
    return name == null ? "" : name;
  }

  private static final class Parsing {
    private final WasmReader in;
    private final List<FunctionType> types = new ArrayList<>();
    private final List<String> signatures = new ArrayList<>();
    private int[] typeNumbers = new int[0];
    private final List<String> imports = new ArrayList<>();
    private final List<Integer> functionTypes = new ArrayList<>();
    private final List<Body> bodies = new ArrayList<>();
    private int[] table = new int[0];
    private int pages;
    private final Map<String, Integer> exports = new HashMap<>();
    private final List<Data> data = new ArrayList<>();
    private final Map<Integer, String> names = new HashMap<>();

    Parsing(WasmReader in) {
      this.in = in;
    }

    WasmModule module() {
      if (in.int32() != MAGIC || in.int32() != 1) {
        throw new MalformedCalculatorException("not a WebAssembly module");
      }
      while (in.hasMore()) {
        int id = in.octet();
        int size = in.unsigned();
        int end = in.position() + size;
        section(id, end);
        in.position(end);
      }
      if (bodies.size() + imports.size() != functionTypes.size() || pages == 0) {
        throw new MalformedCalculatorException("a module without code or memory");
      }
      @Nullable String[] all = new String[functionTypes.size()];
      names.forEach(
          (function, name) -> {
            if (function < all.length) {
              all[function] = name;
            }
          });
      return new WasmModule(
          List.copyOf(types),
          typeNumbers,
          List.copyOf(imports),
          functionTypes.stream().mapToInt(Integer::intValue).toArray(),
          List.copyOf(bodies),
          table,
          pages,
          Map.copyOf(exports),
          List.copyOf(data),
          all);
    }

    private void section(int id, int end) {
      switch (id) {
        case 0 -> custom(end);
        case 1 -> types();
        case 2 -> imports();
        case 3 -> {
          for (int n = in.unsigned(); n > 0; n--) {
            functionTypes.add(typeNumbers[in.unsigned()]);
          }
        }
        case 4 -> table();
        case 5 -> memory();
        case 7 -> exports();
        case 9 -> elements();
        case 10 -> code();
        case 11 -> data();
        default -> throw new MalformedCalculatorException("unexpected section " + id);
      }
    }

    private void custom(int end) {
      if (!in.text().equals("name")) {
        return;
      }
      while (in.position() < end) {
        int kind = in.octet();
        int size = in.unsigned();
        int next = in.position() + size;
        if (kind == 1) {
          for (int n = in.unsigned(); n > 0; n--) {
            names.put(in.unsigned(), in.text());
          }
        }
        in.position(next);
      }
    }

    private void types() {
      int count = in.unsigned();
      typeNumbers = new int[count];
      for (int i = 0; i < count; i++) {
        if (in.octet() != 0x60) {
          throw new MalformedCalculatorException("unexpected type");
        }
        int from = in.position();
        int parameters = valueTypes();
        int results = valueTypes();
        if (results > 1) {
          throw new MalformedCalculatorException("a function with several results");
        }
        String signature = in.latin1(from, in.position());
        int known = signatures.indexOf(signature);
        typeNumbers[i] = known < 0 ? i : known;
        types.add(new FunctionType(parameters, results));
        signatures.add(signature);
      }
    }

    private int valueTypes() {
      int count = in.unsigned();
      for (int i = 0; i < count; i++) {
        WasmReader.requireInteger(in.octet());
      }
      return count;
    }

    private void imports() {
      for (int n = in.unsigned(); n > 0; n--) {
        in.text();
        imports.add(in.text());
        if (in.octet() != 0) {
          throw new MalformedCalculatorException("an import that is no function");
        }
        functionTypes.add(typeNumbers[in.unsigned()]);
      }
    }

    private void table() {
      if (in.unsigned() != 1 || in.octet() != 0x70) {
        throw new MalformedCalculatorException("unexpected table");
      }
      table = new int[limits()];
      java.util.Arrays.fill(table, -1);
    }

    private void memory() {
      if (in.unsigned() != 1) {
        throw new MalformedCalculatorException("more than one memory");
      }
      pages = limits();
      if (pages < 0 || pages >= Integer.MAX_VALUE / PAGE_BYTES) {
        throw new MalformedCalculatorException("a memory of 2 GiB or more");
      }
    }

    private int limits() {
      boolean bounded = in.octet() == 1;
      int initial = in.unsigned();
      if (bounded) {
        in.unsigned();
      }
      return initial;
    }

    private void exports() {
      for (int n = in.unsigned(); n > 0; n--) {
        String name = in.text();
        int kind = in.octet();
        int index = in.unsigned();
        if (kind == 0) {
          exports.put(name, index);
        }
      }
    }

    private void elements() {
      for (int n = in.unsigned(); n > 0; n--) {
        if (in.unsigned() != 0) {
          throw new MalformedCalculatorException("unexpected element segment");
        }
        int at = in.constant();
        for (int m = in.unsigned(); m > 0; m--) {
          table[at++] = in.unsigned();
        }
      }
    }

    private void code() {
      for (int n = in.unsigned(); n > 0; n--) {
        int size = in.unsigned();
        int end = in.position() + size;
        int locals = 0;
        for (int m = in.unsigned(); m > 0; m--) {
          locals = Math.addExact(locals, in.unsigned());
          WasmReader.requireInteger(in.octet());
        }
        bodies.add(new Body(locals, in.position(), end));
        in.position(end);
      }
    }

    private void data() {
      for (int n = in.unsigned(); n > 0; n--) {
        if (in.unsigned() != 0) {
          throw new MalformedCalculatorException("unexpected data segment");
        }
        int address = in.constant();
        int length = in.unsigned();
        data.add(new Data(address, in.bytes(length)));
      }
    }
  }
}
