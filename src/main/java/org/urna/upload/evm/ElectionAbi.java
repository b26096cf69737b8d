package org.urna.upload.evm;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ContractCode;
import org.urna.election.Keccak256;
import org.urna.upload.ContractRefusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The contract as the build made it: its interface, its code, and which bytes of the code are
/// filled in when it is deployed.
final class ElectionAbi {
  /// Solidity's own errors, which no ABI lists: `Error(string)` and `Panic(uint256)`.
  private static final Map<String, String> BUILT_IN =
      Map.of("08c379a0", "Error", "4e487b71", "Panic");

  private static final ElectionAbi LOADED = load();

  private final Map<String, Entry> errors = new HashMap<>();
  private final Map<String, Bytes> functions = new HashMap<>();
  private final Map<String, Bytes> events = new HashMap<>();
  private final byte[] creationCode;
  private final ContractCode runtimeCode;

  private record Entry(String name, List<Parameter> parameters) {}

  private record Parameter(String name, String type) {}

  private ElectionAbi(JsonNode abi, byte[] creationCode, ContractCode runtimeCode) {
    this.creationCode = creationCode;
    this.runtimeCode = runtimeCode;
    for (JsonNode entry : abi) {
      String kind = entry.required("type").stringValue();
      if (!entry.has("name")) {
        continue;
      }
      String name = entry.required("name").stringValue();
      byte[] hash = Keccak256.hash(signature(name, entry).getBytes(StandardCharsets.US_ASCII));
      switch (kind) {
        case "error" -> errors.put(selector(hash).hex(), new Entry(name, parameters(entry)));
        case "function" -> functions.put(name, selector(hash));
        case "event" -> events.put(name, Bytes.of(hash));
        default -> {
          // constructor: encoded by ElectionDeployment
        }
      }
    }
  }

  static ElectionAbi get() {
    return LOADED;
  }

  private static ElectionAbi load() {
    try {
      return new ElectionAbi(
          JsonMapper.shared().readTree(resource("Election.abi")),
          hex(resource("Election.bin")),
          ContractCode.ofThisBuild());
    } catch (IOException e) {
      throw new IllegalStateException("the contract is not part of this build", e);
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ElectionAbi.class.getResourceAsStream("/org/urna/contract/" + name)) {
      if (in == null) {
        throw new IOException("no resource org/urna/contract/" + name);
      }
      return in.readAllBytes();
    }
  }

  private static byte[] hex(byte[] text) {
    return Bytes.ofHex(new String(text, StandardCharsets.US_ASCII).strip()).toByteArray();
  }

  private static Bytes selector(byte[] hash) {
    return Bytes.of(Arrays.copyOf(hash, 4));
  }

  private static String signature(String name, JsonNode entry) {
    List<String> types = new ArrayList<>();
    entry.required("inputs").forEach(input -> types.add(type(input)));
    return name + "(" + String.join(",", types) + ")";
  }

  private static String type(JsonNode input) {
    String type = input.required("type").stringValue();
    if (!type.startsWith("tuple")) {
      return type;
    }
    List<String> members = new ArrayList<>();
    input.required("components").forEach(member -> members.add(type(member)));
    return "(" + String.join(",", members) + ")" + type.substring("tuple".length());
  }

  private static List<Parameter> parameters(JsonNode entry) {
    List<Parameter> found = new ArrayList<>();
    entry
        .required("inputs")
        .forEach(
            input -> found.add(new Parameter(input.required("name").stringValue(), type(input))));
    return found;
  }

  /// The four bytes that choose function `name`.
  Bytes function(String name) {
    Bytes selector = functions.get(name);
    if (selector == null) {
      throw new IllegalArgumentException("the contract has no function " + name);
    }
    return selector;
  }

  /// The first topic of event `name`.
  Bytes event(String name) {
    Bytes topic = events.get(name);
    if (topic == null) {
      throw new IllegalArgumentException("the contract has no event " + name);
    }
    return topic;
  }

  byte[] creationCode() {
    return creationCode.clone();
  }

  /// Whether `deployed` is this build's runtime code, apart from the immutable values that the
  /// constructor filled in.
  boolean isThisCode(byte[] deployed) {
    return runtimeCode.matches(Bytes.of(deployed));
  }

  /// The data that came with a revert, in words that the contract's source explains.
  ContractRefusal refusal(byte[] data) {
    if (data.length < 4) {
      return ContractRefusal.named(ContractRefusal.UNNAMED);
    }
    String selector = Bytes.of(Arrays.copyOf(data, 4)).hex();
    Entry error = errors.get(selector);
    if (error == null) {
      String builtIn = Optional.ofNullable(BUILT_IN.get(selector)).orElse(ContractRefusal.UNNAMED);
      return new ContractRefusal(builtIn, Map.of("data", Bytes.of(data).toString()));
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < error.parameters().size(); i++) {
      Parameter parameter = error.parameters().get(i);
      values.put(parameter.name(), value(parameter.type(), data, 4 + AbiWords.WORD * i));
    }
    return new ContractRefusal(error.name(), values);
  }

  private static String value(String type, byte[] data, int at) {
    if (data.length < at + AbiWords.WORD) {
      return "?";
    }
    BigInteger word = new BigInteger(1, data, at, AbiWords.WORD);
    return switch (type) {
      case "address" ->
          new Address(Bytes.of(Arrays.copyOfRange(data, at + 12, at + AbiWords.WORD))).toString();
      case "bytes32" -> Bytes.ofWord(word).toString();
      case "string" -> text(data, word);
      default -> word.toString();
    };
  }

  private static String text(byte[] data, BigInteger offset) {
    if (offset.bitLength() > 20 || data.length < 4 + offset.intValue() + AbiWords.WORD) {
      return "?";
    }
    int start = 4 + offset.intValue();
    BigInteger length = new BigInteger(1, data, start, AbiWords.WORD);
    if (length.bitLength() > 20 || data.length < start + AbiWords.WORD + length.intValue()) {
      return "?";
    }
    return new String(data, start + AbiWords.WORD, length.intValue(), StandardCharsets.UTF_8);
  }
}
