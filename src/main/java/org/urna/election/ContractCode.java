package org.urna.election;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The contract's runtime code as the build compiled it, with the places that its constructor fills
/// in ("immutables" in Solidity) left open. What stands in those places is compared value by value
/// through the contract's view functions, whose code is what is compared here.
public final class ContractCode {
  private static final String FOLDER = "/org/urna/contract/";

  private final byte[] template;
  private final List<Gap> gaps;

  private ContractCode(byte[] template, List<Gap> gaps) {
    this.template = template;
    this.gaps = gaps;
  }

  /// The code of this build.
  ///
  /// @throws IOException if the build left out the contracts
  public static ContractCode ofThisBuild() throws IOException {
    try (InputStream code = resource("Election.runtime.bin");
        InputStream immutables = resource("Election.immutables.json")) {
      String hex = new String(code.readAllBytes(), StandardCharsets.US_ASCII).strip();
      List<Gap> gaps = new ArrayList<>();
      for (JsonNode gap : JsonMapper.shared().readTree(immutables)) {
        gaps.add(
            new Gap(
                gap.required("id").stringValue(),
                gap.required("start").intValue(),
                gap.required("length").intValue()));
      }
      return of(Bytes.ofHex(hex), gaps);
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = ContractCode.class.getResourceAsStream(FOLDER + name);
    if (in == null) {
      throw new IOException("this build holds no " + name);
    }
    return in;
  }

  static ContractCode of(Bytes runtime, List<Gap> gaps) {
    byte[] template = runtime.toByteArray();
    for (Gap gap : gaps) {
      if (gap.start() < 0 || gap.length() < 1 || gap.start() + gap.length() > template.length) {
        throw new IllegalArgumentException("a gap lies outside the code: " + gap);
      }
    }
    return new ContractCode(template, List.copyOf(gaps));
  }

  /// Whether `runtimeCode` is this code outside the gaps, and holds one value in all gaps of one
  /// id.
  public boolean matches(Bytes runtimeCode) {
    if (runtimeCode.size() != template.length) {
      return false;
    }
    byte[] found = runtimeCode.toByteArray();
    Map<String, Bytes> values = new HashMap<>();
    for (Gap gap : gaps) {
      Bytes value = Bytes.of(Arrays.copyOfRange(found, gap.start(), gap.start() + gap.length()));
      Bytes known = values.putIfAbsent(gap.id(), value);
      if (known != null && !known.equals(value)) {
        return false;
      }
    }
    return Arrays.equals(closed(runtimeCode.toByteArray()), closed(template.clone()));
  }

  private byte[] closed(byte[] code) {
    gaps.forEach(gap -> Arrays.fill(code, gap.start(), gap.start() + gap.length(), (byte) 0));
    return code;
  }

  /// Bytes `start` to `start + length` hold a value of the constructor.
  record Gap(String id, int start, int length) {}
}
