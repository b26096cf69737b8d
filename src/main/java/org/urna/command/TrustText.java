package org.urna.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.urna.office.PinnedCertificates;
import org.urna.trust.SignerKeyType;
import org.urna.trust.StateCode;
import org.urna.trust.lists.CertificateFacts;
import org.urna.trust.lists.ImportPlan;
import org.urna.trust.lists.Origin;
import org.urna.trust.lists.TrustEntry;
import org.urna.trust.lists.TrustReport;

/// Trust folders in words on a terminal. Of a certificate's own text only the letters of its
/// country are ever printed: whoever made it chose the rest, and a terminal obeys some characters.
final class TrustText {
  private TrustText() {}

  /// A plan by state: what changes in full, what does not as a number.
  static void print(ImportPlan plan, Consumer<String> out) {
    Map<String, List<ImportPlan.Line>> states = new TreeMap<>();
    plan.lines()
        .forEach(
            line -> states.computeIfAbsent(line.entry().state(), _ -> new ArrayList<>()).add(line));
    states.forEach((state, lines) -> printState(state, lines, out));
    if (!plan.refused().isEmpty()) {
      out.accept("refused:");
      plan.refused().forEach(refused -> out.accept("  " + TrustCommand.named(refused)));
    }
    plan.notes().forEach(note -> out.accept("note: " + note));
    Map<ImportPlan.Change, Long> counts =
        plan.lines().stream()
            .collect(
                Collectors.groupingBy(
                    ImportPlan.Line::change, TreeMap::new, Collectors.counting()));
    out.accept(
        "in all: "
            + counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + words(entry.getKey()))
                .collect(Collectors.joining(", "))
            + (counts.isEmpty() ? "" : ", ")
            + plan.refused().size()
            + " refused");
  }

  private static void printState(String state, List<ImportPlan.Line> lines, Consumer<String> out) {
    List<ImportPlan.Line> changed =
        lines.stream().filter(line -> line.change() != ImportPlan.Change.UNCHANGED).toList();
    if (changed.isEmpty()) {
      return;
    }
    String besides = StateCode.besides(state);
    out.accept(
        state
            + "  ("
            + (lines.size() - changed.size())
            + " unchanged)"
            + (besides.isEmpty() ? "" : "  passports may also say " + besides));
    for (ImportPlan.Line line : changed) {
      String remarks =
          line.remarks().stream()
              .sorted()
              .map(ImportPlan.Remark::words)
              .collect(Collectors.joining("; "));
      out.accept(
          "  %-21s %s%s\n    %s"
              .formatted(
                  words(line.change()),
                  PinnedCertificates.words(line.entry().facts()),
                  remarks.isEmpty() ? "" : "  [" + remarks + "]",
                  line.entry().facts().fingerprint()));
    }
  }

  private static String words(ImportPlan.Change change) {
    return switch (change) {
      case ADDED -> "added";
      case REVIEWED -> "accepted now";
      case UNLINKED -> "link lost";
      case DROPPED -> "dropped";
      case NOT_IN_LIST -> "no longer in the list";
      case SUPERSEDED -> "superseded";
      case UNCHANGED -> "unchanged";
    };
  }

  /// A table, one state a line, and under it what each state lacks and what could not be used.
  static void print(TrustReport report, Consumer<String> out) {
    out.accept("state  self-signed  links  keys  valid  newest      signers  variants");
    for (TrustReport.State state : report.states()) {
      long valid =
          state.generations().stream().filter(key -> key.isAnchor() && key.isValid()).count();
      String newest =
          state.generations().isEmpty()
              ? "none"
              : PinnedCertificates.day(state.generations().getLast().notBefore());
      out.accept(
          "%-5s  %11d  %5d  %4d  %5d  %-10s  %7d  %s"
              .formatted(
                  state.code(),
                  state.selfSigned(),
                  state.links(),
                  state.generations().size(),
                  valid,
                  newest,
                  state.signers(),
                  variants(state)));
      for (TrustReport.Generation key : state.generations()) {
        out.accept(
            "         %s to %s  %s, %s%s%s"
                .formatted(
                    PinnedCertificates.day(key.notBefore()),
                    PinnedCertificates.day(key.notAfter()),
                    key.key(),
                    key.algorithm(),
                    key.isValid() ? "" : ", not valid today",
                    key.isAnchor() ? "" : ", NEEDS REVIEW"));
      }
      state.gaps().forEach(gap -> out.accept("       ! " + gap));
    }
    out.accept("not used: " + report.refused().size() + " certificates");
    report.refused().forEach(refused -> out.accept("  " + TrustCommand.named(refused)));
  }

  private static String variants(TrustReport.State state) {
    return state.variants().isEmpty()
        ? "unknown: no signer listed"
        : state.variants().stream()
            .map(SignerKeyType::name)
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" "));
  }

  /// Everything about one certificate.
  static void print(TrustEntry entry, Consumer<String> out) {
    CertificateFacts facts = entry.facts();
    out.accept(
        entry.state() + "  " + PinnedCertificates.words(facts) + ", " + entry.standing().word());
    out.accept("    " + facts.fingerprint());
    out.accept(
        "    serial %s, signed by key id %s, calls itself %s"
            .formatted(
                facts.serialNumber(),
                orNone(facts.authorityKeyIdentifier()),
                orNone(facts.country())));
    for (Origin origin : entry.origins()) {
      out.accept("    " + origin.words() + ", SHA-256 " + origin.sha256());
    }
  }

  private static String orNone(String text) {
    return text.isEmpty() ? "none" : text;
  }
}
