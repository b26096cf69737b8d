package org.urna.trust.lists;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.urna.election.StrictJson;
import org.urna.trust.StateCode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The index file of a trust folder: JSON in one canonical form, so that two folders of the same
/// content have the same file and a difference is a difference. What follows from a certificate is
/// written for people and compared with the certificate when it is read; what does not (state,
/// standing, origin) is the organiser's word.
final class TrustIndex {
  private static final String FORMAT = "urna-trust-folder-1";
  private static final int MAX_SIZE = 64 << 20;
  private static final int MAX_ENTRIES = 60_000;

  private TrustIndex() {}

  /// What a trust folder holds, in the order of its index.
  record Content(List<TrustEntry> entries, List<RefusedCertificate> refused) {
    private static final Comparator<RefusedCertificate> REFUSED =
        Comparator.comparing(RefusedCertificate::country)
            .thenComparing(RefusedCertificate::fingerprint);

    static final Content EMPTY = new Content(List.of(), List.of());

    Content {
      if (entries.size() + refused.size() > MAX_ENTRIES) {
        throw new IllegalArgumentException("certificates: are more than " + MAX_ENTRIES);
      }
      entries = entries.stream().sorted(TrustEntry.ORDER).toList();
      refused = refused.stream().sorted(REFUSED).toList();
    }
  }

  static byte[] write(Content content) {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("format", FORMAT);
    ArrayNode certificates = root.putArray("certificates");
    content.entries().forEach(entry -> write(entry, certificates.addObject()));
    ArrayNode refused = root.putArray("refused");
    for (RefusedCertificate certificate : content.refused()) {
      ObjectNode node =
          refused
              .addObject()
              .put("fingerprint", certificate.fingerprint())
              .put("country", certificate.country())
              .put("serial-number", certificate.serialNumber())
              .put("reason", certificate.reason());
      write(certificate.origin(), node.putObject("origin"));
    }
    String text = root.toPrettyString().replace("\r\n", "\n") + "\n";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void write(TrustEntry entry, ObjectNode node) {
    CertificateFacts facts = entry.facts();
    node.put("fingerprint", facts.fingerprint())
        .put("state", entry.state())
        .put("kind", facts.kind().word())
        .put("standing", entry.standing().word());
    ArrayNode origins = node.putArray("origins");
    entry.origins().forEach(origin -> write(origin, origins.addObject()));
    node.put("own-country", facts.country())
        .put("serial-number", facts.serialNumber())
        .put("not-before", facts.notBefore().toString())
        .put("not-after", facts.notAfter().toString())
        .put("subject-key-identifier", facts.subjectKeyIdentifier())
        .put("authority-key-identifier", facts.authorityKeyIdentifier())
        .put("key", facts.keyWords())
        .put("algorithm", facts.algorithmWords());
  }

  private static void write(Origin origin, ObjectNode node) {
    node.put("source", origin.source().word())
        .put("publisher", origin.publisher())
        .put("date", origin.date().toString())
        .put("sha256", origin.sha256());
  }

  /// Reads an index.
  ///
  /// @param certificate finds a certificate by its fingerprint, or throws
  ///   [IllegalArgumentException]
  /// @throws IllegalArgumentException naming the field that is missing, unknown or not what the
  ///   certificate says, or saying that the form is not the canonical one
  static Content read(byte[] json, Function<String, CertificateFacts> certificate) {
    Content content =
        StrictJson.read(
            json,
            MAX_SIZE,
            root -> {
              same(root, "format", FORMAT);
              return new Content(
                  root.objects("certificates", node -> entry(node, certificate)),
                  root.objects("refused", TrustIndex::refused));
            });
    if (!Arrays.equals(json, write(content))) {
      throw new IllegalArgumentException("file: is not in the canonical form or order");
    }
    return content;
  }

  private static TrustEntry entry(StrictJson node, Function<String, CertificateFacts> certificate) {
    CertificateFacts facts = node.text("fingerprint", certificate);
    same(node, "kind", facts.kind().word());
    same(node, "own-country", facts.country());
    same(node, "serial-number", facts.serialNumber());
    same(node, "not-before", facts.notBefore().toString());
    same(node, "not-after", facts.notAfter().toString());
    same(node, "subject-key-identifier", facts.subjectKeyIdentifier());
    same(node, "authority-key-identifier", facts.authorityKeyIdentifier());
    same(node, "key", facts.keyWords());
    same(node, "algorithm", facts.algorithmWords());
    return new TrustEntry(
        node.text("state", StateCode::require),
        node.text("standing", Standing::ofWord),
        node.objects("origins", TrustIndex::origin),
        facts);
  }

  private static RefusedCertificate refused(StrictJson node) {
    return new RefusedCertificate(
        node.text("fingerprint"),
        node.text("country"),
        node.text("serial-number"),
        node.text("reason"),
        node.object("origin", TrustIndex::origin));
  }

  private static Origin origin(StrictJson node) {
    return new Origin(
        node.text("source", Origin.Source::ofWord),
        node.text("publisher"),
        node.text("date", Instant::parse),
        node.text("sha256"));
  }

  private static void same(StrictJson node, String key, String expected) {
    node.text(
        key,
        text -> {
          if (!text.equals(expected)) {
            throw new IllegalArgumentException("is not what it must be here");
          }
          return text;
        });
  }
}
