package org.urna.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The list of circuits, read from `circuits.json`: the one place that names circuits and their
/// public signals, for Java, Solidity and tests.
public final class Circuits {
  /// The name of the list in a circuits folder.
  public static final String FILE_NAME = "circuits.json";

  private final Map<String, Circuit> byName;

  private Circuits(Map<String, Circuit> byName) {
    this.byName = byName;
  }

  /// Reads the list from a circuits folder.
  ///
  /// @throws ProofFileException if the file is missing, is not JSON, or lists no well-formed
  ///   circuits
  public static Circuits load(Path dir) throws ProofFileException {
    Path file = dir.resolve(FILE_NAME);
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new ProofFileException("cannot read " + file, e);
    }
  }

  /// Reads the list from its text.
  ///
  /// @throws ProofFileException if it is not JSON, or lists no well-formed circuits
  public static Circuits parse(String json) throws ProofFileException {
    try {
      JsonNode root = JsonMapper.shared().readTree(json);
      Map<String, Circuit> found = new LinkedHashMap<>();
      for (JsonNode entry : root) {
        Circuit circuit = circuit(entry);
        if (found.putIfAbsent(circuit.name(), circuit) != null) {
          throw new ProofFileException("circuit " + circuit.name() + " is listed twice");
        }
      }
      if (!root.isArray() || found.isEmpty()) {
        throw new ProofFileException("the circuit list is empty");
      }
      return new Circuits(found);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new ProofFileException("the circuit list is malformed: " + e.getMessage(), e);
    }
  }

  private static Circuit circuit(JsonNode entry) {
    List<SignalGroup> groups = new ArrayList<>();
    for (JsonNode group : entry.required("publicSignals")) {
      groups.add(
          new SignalGroup(group.required("name").stringValue(), group.required("size").intValue()));
    }
    return new Circuit(
        entry.required("name").stringValue(),
        entry.required("family").stringValue(),
        groups,
        entry.required("maxConstraints").intValue());
  }

  /// The circuit called `name`.
  ///
  /// @throws IllegalArgumentException if the list has none
  public Circuit byName(String name) {
    Circuit circuit = byName.get(name);
    if (circuit == null) {
      throw new IllegalArgumentException("no circuit " + name + " among " + byName.keySet());
    }
    return circuit;
  }

  /// All circuits in the list's order.
  public List<Circuit> all() {
    return List.copyOf(byName.values());
  }
}
