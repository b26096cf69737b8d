package org.urna.trust.lists;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.urna.trust.Refusal;
import org.urna.trust.TrustList;
import org.urna.trust.TrustListException;

/// Reads a file of certificates that an organiser was given: a master list (ICAO 9303-12 §9), an
/// LDIF download of the ICAO public key directory, or single certificates in DER or PEM. What a
/// file holds is *offered*, no more; only a master list is signed by somebody.
public final class TrustSource {
  /// A certificate that can be used, and where it is from.
  public record Offered(CertificateFacts facts, Origin origin) {}

  /// What a file holds.
  ///
  /// @param offered usable certificates, each once
  /// @param refused the others, each with the reason
  /// @param lists the master lists that were verified
  /// @param skipped what was not looked at, in words: revocation lists, lists of other publishers
  public record Found(
      List<Offered> offered,
      List<RefusedCertificate> refused,
      List<Origin> lists,
      List<String> skipped) {
    public Found {
      offered = List.copyOf(offered);
      refused = List.copyOf(refused);
      lists = List.copyOf(lists);
      skipped = List.copyOf(skipped);
    }
  }

  private static final int MAX_BUNDLE = 8 << 20;
  private static final int SEQUENCE = 0x30;

  /// So much of a file tells what it is.
  private static final int LOOK_AT = 1 << 16;

  private static final int CRLS_NAMED = 5;
  private static final int LISTS_NAMED = 200;

  /// More than a trust folder may hold.
  private static final int MAX_CERTIFICATES = 60_000;

  /// ContentInfo of signed data: the object identifier 1.2.840.113549.1.7.2.
  private static final byte[] SIGNED_DATA = HexFormat.of().parseHex("06092a864886f70d010702");

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END ([A-Z0-9 ]{1,40})-----");

  private final TrustList publishers;
  private final Clock clock;
  private final List<Offered> offered = new ArrayList<>();
  private final List<RefusedCertificate> refused = new ArrayList<>();
  private final List<Origin> lists = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private int repeated;
  private int revocationLists;
  private int unreadLists;

  private TrustSource(TrustList publishers, Clock clock) {
    this.publishers = publishers;
    this.clock = clock;
  }

  /// Reads a file. Seconds for a master list, a minute for all document signers of the directory.
  ///
  /// @param publishers whose master lists are read: authorities that the organiser has from
  ///   elsewhere
  /// @throws TrustListException if it is none of the files named above, is larger than it may be,
  ///   or is a master list that is not one of `publishers`'
  public static Found read(Path file, TrustList publishers, Clock clock)
      throws IOException, TrustListException {
    TrustSource source = new TrustSource(publishers, clock);
    try {
      source.readFile(file);
    } catch (TrustListException e) {
      throw new TrustListException(file.getFileName() + ": " + e.getMessage(), e);
    }
    if (source.repeated > 0) {
      source.skipped.add(source.repeated + " certificates are there more than once");
    }
    if (source.unreadLists > LISTS_NAMED) {
      source.skipped.add((source.unreadLists - LISTS_NAMED) + " more master lists (not read)");
    }
    if (source.revocationLists > CRLS_NAMED) {
      source.skipped.add(
          (source.revocationLists - CRLS_NAMED) + " more revocation lists (none are read)");
    }
    return new Found(source.offered, source.refused, source.lists, source.skipped);
  }

  /// The publishers' authorities: DER or PEM, as an organiser has them from the publisher itself.
  ///
  /// @throws TrustListException if the file holds none, or one that cannot be used
  public static List<CertificateFacts> authorities(Path file, Clock clock)
      throws IOException, TrustListException {
    Found found = read(file, TrustList.of(List.of()), clock);
    if (!found.refused().isEmpty()) {
      throw new TrustListException(file.getFileName() + ": " + found.refused().getFirst().reason());
    }
    for (Offered offered : found.offered()) {
      if (!offered.facts().kind().isAuthority()) {
        throw new TrustListException(file.getFileName() + ": is not an authority's certificate");
      }
    }
    return found.offered().stream().map(Offered::facts).toList();
  }

  private void readFile(Path file) throws IOException, TrustListException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(LOOK_AT);
    }
    String text = new String(start, StandardCharsets.ISO_8859_1);
    if (start.length > 0 && start[0] == SEQUENCE) {
      byte[] der = whole(file, MasterListFile.MAX_SIZE);
      if (isSignedData(start)) {
        masterList(der);
      } else {
        offer(der, single(der));
      }
    } else if (text.contains("-----BEGIN ")) {
      // Before LDIF: both may begin with a comment.
      bundle(whole(file, MAX_BUNDLE));
    } else if (text.stripLeading().matches("(?si)(version:|dn:|#).*")) {
      ldif(file);
    } else {
      throw new TrustListException("is no master list, LDIF file or certificate");
    }
  }

  private static byte[] whole(Path file, int limit) throws IOException, TrustListException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(limit + 1);
      if (content.length > limit) {
        throw new TrustListException("is larger than " + limit + " bytes");
      }
      return content;
    }
  }

  private static boolean isSignedData(byte[] start) {
    int first = start.length > 1 ? start[1] & 0xff : 0;
    int at = first < 0x80 ? 2 : 2 + (first & 0x7f);
    return at + SIGNED_DATA.length <= start.length
        && java.util.Arrays.equals(
            start, at, at + SIGNED_DATA.length, SIGNED_DATA, 0, SIGNED_DATA.length);
  }

  private Origin single(byte[] file) {
    return unsigned(Origin.Source.CERTIFICATES, CertificateFacts.fingerprintOf(file));
  }

  private Origin unsigned(Origin.Source source, String sha256) {
    return new Origin(source, "", clock.instant().truncatedTo(ChronoUnit.SECONDS), sha256);
  }

  private void masterList(byte[] file) throws TrustListException {
    take(MasterListFile.read(file, publishers, clock));
  }

  private void take(MasterListFile list) throws TrustListException {
    lists.add(list.origin());
    for (CertificateFacts facts : list.candidates()) {
      keep(facts, list.origin());
    }
    refused.addAll(list.refused());
    requireFew();
    repeated += list.repeated();
  }

  private void bundle(byte[] file) throws TrustListException {
    Matcher matcher = PEM.matcher(new String(file, StandardCharsets.ISO_8859_1));
    int found = 0;
    while (matcher.find()) {
      if (!matcher.group(1).equals(matcher.group(3))) {
        throw new TrustListException("a PEM block ends as another than it began");
      }
      if (!matcher.group(1).equals("CERTIFICATE")) {
        throw new TrustListException("holds a PEM block that is no certificate");
      }
      found++;
      offer(base64(matcher.group(2)), single(file));
    }
    if (found == 0) {
      throw new TrustListException("holds no whole PEM certificate");
    }
  }

  private static byte[] base64(String text) throws TrustListException {
    try {
      return Base64.getDecoder().decode(text.replaceAll("[ \\t\\r\\n]", ""));
    } catch (IllegalArgumentException e) {
      throw new TrustListException("a PEM certificate is not base64", e);
    }
  }

  private void ldif(Path file) throws IOException, TrustListException {
    Origin origin = unsigned(Origin.Source.LDIF, sha256(file));
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      LdifReader reader = new LdifReader(in);
      for (Optional<LdifReader.Entry> entry = reader.next();
          entry.isPresent();
          entry = reader.next()) {
        for (LdifReader.Attribute attribute : entry.orElseThrow().attributes()) {
          ldifValue(entry.orElseThrow(), attribute, origin);
        }
      }
    }
  }

  /// What is behind an attribute of the directory (its download has these and no other files).
  private void ldifValue(LdifReader.Entry entry, LdifReader.Attribute attribute, Origin origin)
      throws TrustListException {
    switch (attribute.name()) {
      case "usercertificate;binary", "usercertificate", "cacertificate;binary", "cacertificate" ->
          offer(attribute.value(), origin);
      case "pkdmasterlistcontent", "pkdmasterlistcontent;binary" -> {
        MasterListFile list;
        try {
          list = MasterListFile.read(attribute.value(), publishers, clock);
        } catch (TrustListException e) {
          if (unreadLists++ < LISTS_NAMED) {
            skipped.add("a master list (" + printable(entry.dn()) + "): " + e.getMessage());
          }
          return;
        }
        take(list);
      }
      case "certificaterevocationlist;binary", "certificaterevocationlist" -> {
        if (revocationLists++ < CRLS_NAMED) {
          skipped.add("a revocation list (" + printable(entry.dn()) + "): not read");
        }
      }
      default -> {
        // Names, versions and object classes: text that nothing here believes.
      }
    }
  }

  /// The country in an entry's name, which is all of it that is shown.
  private static String printable(String dn) {
    Matcher country = Pattern.compile("(?i)(?:^|,)c=([a-z]{2,3})(?:,|$)").matcher(dn);
    return country.find() ? "c=" + country.group(1) : "no country";
  }

  private static String sha256(Path file) throws IOException, TrustListException {
    if (Files.size(file) > LdifReader.MAX_FILE) {
      throw new TrustListException("the file is larger than it may be");
    }
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private void offer(byte[] der, Origin origin) throws TrustListException {
    try {
      keep(CertificateFacts.read(der), origin);
    } catch (Refusal e) {
      refused.add(RefusedCertificate.of(der, e, origin));
      requireFew();
    }
  }

  /// Each costs some kilobytes: a file must not decide how much memory is used.
  private void requireFew() throws TrustListException {
    if (offered.size() + refused.size() > MAX_CERTIFICATES) {
      throw new TrustListException("holds more than " + MAX_CERTIFICATES + " certificates");
    }
  }

  private void keep(CertificateFacts facts, Origin origin) throws TrustListException {
    if (seen.add(facts.fingerprint())) {
      offered.add(new Offered(facts, origin));
      requireFew();
    } else {
      repeated++;
    }
  }
}
