package org.urna.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.urna.WycheproofVectors;
import tools.jackson.databind.JsonNode;

/// One file of Project Wycheproof's vectors for signatures, and where the verifiers that it was put
/// to differ from it.
final class WycheproofFile {

  /// Whether a signature over a message is right.
  interface Verifier {
    boolean verifies(byte[] message, byte[] signature) throws Refusal;
  }

  private final JsonNode root;
  private final Set<Integer> seen = new HashSet<>();
  private final List<String> wrong = new ArrayList<>();

  private WycheproofFile(JsonNode root) {
    this.root = root;
  }

  static WycheproofFile read(String name) throws IOException {
    return new WycheproofFile(WycheproofVectors.read(name));
  }

  /// The groups, one key each.
  JsonNode groups() {
    return root.required("testGroups");
  }

  /// Compares every judgement on a group with Wycheproof's.
  ///
  /// @param admitted flags of *acceptable* signatures that the verifier must take; those with other
  ///   flags it must refuse
  void compare(JsonNode group, Verifier verifier, Set<String> admitted) throws Refusal {
    for (JsonNode test : group.required("tests")) {
      judge(test, verifier, isRight(test, admitted));
    }
  }

  /// Has the whole group refused, Wycheproof's right ones as well.
  void requireWrong(JsonNode group, Verifier verifier) throws Refusal {
    for (JsonNode test : group.required("tests")) {
      judge(test, verifier, false);
    }
  }

  /// Every test of the file was judged, and none otherwise than expected.
  void requireAgreement() {
    assertThat(wrong).isEmpty();
    assertThat(seen).hasSize(root.required("numberOfTests").intValue());
  }

  private void judge(JsonNode test, Verifier verifier, boolean isRight) throws Refusal {
    seen.add(test.required("tcId").intValue());
    if (verifier.verifies(bytes(test, "msg"), bytes(test, "sig")) != isRight) {
      wrong.add(test.required("tcId") + " " + test.required("comment"));
    }
  }

  private static boolean isRight(JsonNode test, Set<String> admitted) {
    return switch (test.required("result").stringValue()) {
      case "valid" -> true;
      case "invalid" -> false;
      case "acceptable" -> {
        boolean all = true;
        for (JsonNode flag : test.required("flags")) {
          all &= admitted.contains(flag.stringValue());
        }
        yield all;
      }
      default -> throw new IllegalArgumentException("result of " + test.required("tcId"));
    };
  }

  private static byte[] bytes(JsonNode test, String name) {
    return HexFormat.of().parseHex(test.required(name).stringValue());
  }
}
