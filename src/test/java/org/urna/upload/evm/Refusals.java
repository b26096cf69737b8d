package org.urna.upload.evm;

import java.util.LinkedHashMap;
import java.util.Map;

/// Values of a refusal, in order.
final class Refusals {
  private Refusals() {}

  static Map<String, String> values(String... namesAndValues) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return values;
  }
}
