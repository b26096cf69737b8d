package org.urna.trust.lists;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.urna.trust.DocumentSigner;
import org.urna.trust.SignerKey;
import org.urna.trust.SignerKeyType;
import org.urna.trust.StateCode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a trust folder is good for, state by state, and every certificate that it could not use.
///
/// @param states ascending by code
/// @param refused certificates that were in imported files and are not used, each with the reason
public record TrustReport(List<State> states, List<RefusedCertificate> refused) {
  /// After so many years without a new key a state has probably made one that the lists lack: keys
  /// sign for three to five years (ICAO 9303-12 §4.1).
  private static final int OLD_YEARS = 6;

  /// One key of a state.
  ///
  /// @param notBefore the earliest beginning of its certificates
  /// @param notAfter the latest end of its certificates
  /// @param certificates how many hold it
  /// @param isAnchor whether it may be pinned
  /// @param isValid whether one of its certificates is valid today
  public record Generation(
      Instant notBefore,
      Instant notAfter,
      String subjectKeyIdentifier,
      String key,
      String algorithm,
      int certificates,
      boolean isAnchor,
      boolean isValid) {}

  /// One state.
  ///
  /// @param generations its keys, oldest first
  /// @param selfSigned authorities' certificates that are self-signed
  /// @param links authorities' link certificates
  /// @param signers listed document signers
  /// @param variants the ways of signing of which an enrolment circuit could serve passports of the
  ///   state, judged by its listed signers and, in the chain form, by its authorities
  /// @param gaps what is missing, in words
  public record State(
      String code,
      List<Generation> generations,
      int selfSigned,
      int links,
      int signers,
      Set<SignerKeyType> variants,
      List<String> gaps) {}

  public TrustReport {
    states = List.copyOf(states);
    refused = List.copyOf(refused);
  }

  /// The report of a folder as of `now`.
  public static TrustReport of(TrustFolder folder, Instant now) {
    Map<String, List<TrustEntry>> byState = new TreeMap<>();
    folder
        .entries()
        .forEach(
            entry -> byState.computeIfAbsent(entry.state(), _ -> new ArrayList<>()).add(entry));
    List<State> states = new ArrayList<>();
    byState.forEach((code, entries) -> states.add(state(code, entries, now)));
    return new TrustReport(states, folder.refused());
  }

  private static State state(String code, List<TrustEntry> entries, Instant now) {
    List<Generation> generations = generations(entries, now);
    return new State(
        code,
        generations,
        count(entries, CertificateKind.CSCA),
        count(entries, CertificateKind.CSCA_LINK),
        count(entries, CertificateKind.DOCUMENT_SIGNER),
        variants(entries, now),
        gaps(code, entries, generations, now));
  }

  private static int count(List<TrustEntry> entries, CertificateKind kind) {
    return (int) entries.stream().filter(entry -> entry.facts().kind() == kind).count();
  }

  private static List<Generation> generations(List<TrustEntry> entries, Instant now) {
    Map<SignerKey, List<TrustEntry>> byKey = new LinkedHashMap<>();
    entries.stream()
        .filter(entry -> entry.facts().kind().isAuthority())
        .forEach(
            entry -> byKey.computeIfAbsent(entry.facts().key(), _ -> new ArrayList<>()).add(entry));
    return byKey.values().stream()
        .map(same -> generation(same, now))
        .sorted(
            Comparator.comparing(Generation::notBefore)
                .thenComparing(Generation::subjectKeyIdentifier))
        .toList();
  }

  private static Generation generation(List<TrustEntry> same, Instant now) {
    CertificateFacts first = same.getFirst().facts();
    return new Generation(
        same.stream().map(e -> e.facts().notBefore()).min(Comparator.naturalOrder()).orElseThrow(),
        same.stream().map(e -> e.facts().notAfter()).max(Comparator.naturalOrder()).orElseThrow(),
        first.subjectKeyIdentifier(),
        first.keyWords(),
        first.algorithmWords(),
        same.size(),
        same.stream().anyMatch(TrustEntry::isAnchor),
        same.stream().anyMatch(entry -> entry.facts().isValidAt(now)));
  }

  /// A signer's certificate says how it was signed itself, which is mostly how it signs.
  private static Set<SignerKeyType> variants(List<TrustEntry> entries, Instant now) {
    Set<SignerKeyType> types = EnumSet.noneOf(SignerKeyType.class);
    for (TrustEntry entry : entries) {
      CertificateFacts facts = entry.facts();
      if (facts.notAfter().isBefore(now)) {
        continue;
      }
      boolean isSigner = facts.kind() == CertificateKind.DOCUMENT_SIGNER;
      if (isSigner || entry.isAnchor()) {
        new DocumentSigner(entry.state(), facts.scheme(), facts.key())
            .keyType()
            .filter(type -> isSigner == (type.form() == SignerKeyType.Form.LISTED))
            .ifPresent(types::add);
      }
    }
    return types;
  }

  private static List<String> gaps(
      String code, List<TrustEntry> entries, List<Generation> generations, Instant now) {
    List<String> gaps = new ArrayList<>();
    long review =
        entries.stream().filter(entry -> entry.standing() == Standing.NEEDS_REVIEW).count();
    if (review > 0) {
      gaps.add(review + " authorities need a review");
    }
    List<Generation> pinned = generations.stream().filter(Generation::isAnchor).toList();
    if (pinned.stream().noneMatch(Generation::isValid)) {
      gaps.add("no authority that is valid today");
    }
    if (pinned.isEmpty()) {
      return gaps;
    }
    Instant newest = pinned.getLast().notBefore();
    int year = newest.atZone(ZoneOffset.UTC).getYear();
    if (newest.atZone(ZoneOffset.UTC).plusYears(OLD_YEARS).toInstant().isBefore(now)) {
      gaps.add("newest key of " + year + ", more than " + OLD_YEARS + " years ago");
      if (code.equals("RUS")) {
        gaps.add(
            "passports under a newer key than that of "
                + year
                + " are refused with its key identifier: collect those identifiers and ask for the certificate");
      }
    }
    return gaps;
  }

  /// JSON: `{"states":[…],"refused":[…]}`.
  public byte[] toJson() {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    ArrayNode rows = root.putArray("states");
    states.forEach(state -> write(state, rows.addObject()));
    ArrayNode unused = root.putArray("refused");
    for (RefusedCertificate certificate : refused) {
      unused
          .addObject()
          .put("suggestedState", StateCode.suggestedBy(certificate.country()))
          .put("country", certificate.country())
          .put("serialNumber", certificate.serialNumber())
          .put("fingerprint", certificate.fingerprint())
          .put("reason", certificate.reason())
          .put("origin", certificate.origin().words());
    }
    return (root.toPrettyString().replace("\r\n", "\n") + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void write(State state, ObjectNode row) {
    row.put("state", state.code())
        .put("selfSigned", state.selfSigned())
        .put("links", state.links())
        .put("signers", state.signers());
    ArrayNode variants = row.putArray("variants");
    state.variants().forEach(type -> variants.add(type.name()));
    ArrayNode gaps = row.putArray("gaps");
    state.gaps().forEach(gaps::add);
    ArrayNode generations = row.putArray("generations");
    for (Generation generation : state.generations()) {
      generations
          .addObject()
          .put("notBefore", generation.notBefore().toString())
          .put("notAfter", generation.notAfter().toString())
          .put("subjectKeyIdentifier", generation.subjectKeyIdentifier())
          .put("key", generation.key())
          .put("algorithm", generation.algorithm())
          .put("certificates", generation.certificates())
          .put("mayBePinned", generation.isAnchor())
          .put("validToday", generation.isValid());
    }
  }
}
