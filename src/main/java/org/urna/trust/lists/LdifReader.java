package org.urna.trust.lists;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.urna.trust.TrustListException;

/// Reads the content records of an LDIF file (RFC 2849), one entry at a time: folded lines,
/// comments, base64 values, LF or CRLF. That is what the ICAO public key directory gives for
/// download. A value by URL (`:<`) is refused, and of change records only `changetype: add` is
/// accepted: nothing but this file may decide what is read.
///
/// Memory is bounded by one entry: a line has at most [#MAX_LINE] bytes when unfolded, an entry at
/// most as much in all, a file at most [#MAX_ENTRIES] entries and [#MAX_FILE] bytes.
final class LdifReader {
  /// A download of all document signers and revocation lists is some 80 MB.
  static final long MAX_FILE = 256L << 20;

  static final int MAX_ENTRIES = 200_000;

  /// A master list of the most allowed size in base64.
  static final int MAX_LINE = 12_000_000;

  private static final int MAX_ATTRIBUTES = 200;

  /// One attribute with its value, decoded if it was in base64.
  ///
  /// @param name in lower case, options included: `usercertificate;binary`
  record Attribute(String name, byte[] value) {}

  /// One entry.
  ///
  /// @param dn the distinguished name as the file spells it
  record Entry(String dn, List<Attribute> attributes) {}

  private final InputStream in;
  private long bytesRead;
  private int entries;
  private int lineNumber;
  private int lookahead;
  private boolean started;

  /// @param in buffered; the caller closes it
  LdifReader(InputStream in) {
    this.in = in;
  }

  /// The next entry, or empty at the end of the file.
  ///
  /// @throws TrustListException naming the line, if the file is not such an LDIF file or is larger
  ///   than the limits; nothing may be taken from a file that ends so
  Optional<Entry> next() throws IOException, TrustListException {
    if (!started) {
      started = true;
      lookahead = read();
      Optional<String> first = lineAfterComments();
      if (first.isEmpty()) {
        return Optional.empty();
      }
      if (!first.orElseThrow().startsWith("version:")) {
        return Optional.of(entry(first.orElseThrow()));
      }
      if (!first.orElseThrow().substring("version:".length()).strip().equals("1")) {
        throw refusal("is of a version that is not known");
      }
    }
    Optional<String> first = lineAfterComments();
    return first.isEmpty() ? Optional.empty() : Optional.of(entry(first.orElseThrow()));
  }

  private Entry entry(String first) throws IOException, TrustListException {
    if (++entries > MAX_ENTRIES) {
      throw refusal("has more than " + MAX_ENTRIES + " entries");
    }
    Attribute dn = attribute(first);
    if (!dn.name().equals("dn")) {
      throw refusal("an entry must begin with its dn");
    }
    List<Attribute> attributes = new ArrayList<>();
    long size = first.length();
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.charAt(0) == '#') {
        continue;
      }
      size += line.length();
      if (size > MAX_LINE || attributes.size() >= MAX_ATTRIBUTES) {
        throw refusal("an entry is larger than it may be");
      }
      Attribute attribute = attribute(line);
      switch (attribute.name()) {
        case "dn" -> throw refusal("an entry has two dn");
        case "changetype" -> requireAdd(attribute);
        default -> attributes.add(attribute);
      }
    }
    return new Entry(new String(dn.value(), StandardCharsets.UTF_8), List.copyOf(attributes));
  }

  private void requireAdd(Attribute changeType) throws TrustListException {
    if (!new String(changeType.value(), StandardCharsets.UTF_8).equals("add")) {
      throw refusal("changes or deletes an entry; only complete lists are read");
    }
  }

  /// attrval-spec: a name with options, then `: text` or `:: base64`.
  private Attribute attribute(String line) throws TrustListException {
    int colon = line.indexOf(':');
    if (colon < 1) {
      throw refusal("is not a name and a value");
    }
    String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
    if (!name.matches("[a-z0-9][a-z0-9.-]{0,99}(;[a-z0-9-]{1,50}){0,5}")) {
      throw refusal("has a name that is none");
    }
    String rest = line.substring(colon + 1);
    if (rest.startsWith("<")) {
      throw refusal("names a URL instead of a value");
    }
    if (rest.startsWith(":")) {
      try {
        return new Attribute(name, Base64.getDecoder().decode(rest.substring(1).strip()));
      } catch (IllegalArgumentException e) {
        throw refusal("is not base64");
      }
    }
    // A download names its entries in UTF-8 here and there, though RFC 2849 wants base64 for that.
    return new Attribute(name, rest.stripLeading().getBytes(StandardCharsets.ISO_8859_1));
  }

  /// The first line that is neither blank nor a comment.
  private Optional<String> lineAfterComments() throws IOException, TrustListException {
    while (lookahead >= 0) {
      String line = line();
      if (!line.isEmpty() && line.charAt(0) != '#') {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  /// The next line, unfolded, without its end; empty for a blank line and at the end of the file.
  private String line() throws IOException, TrustListException {
    if (lookahead == ' ') {
      throw refusal("begins with a space and continues nothing");
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    physicalLine(line);
    while (lookahead == ' ' && line.size() > 0) {
      lookahead = read();
      physicalLine(line);
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private void physicalLine(ByteArrayOutputStream line) throws IOException, TrustListException {
    lineNumber++;
    while (lookahead >= 0 && lookahead != '\n') {
      if (lookahead == '\r') {
        lookahead = read();
        if (lookahead != '\n') {
          throw refusal("holds a carriage return");
        }
        break;
      }
      if (lookahead == 0) {
        throw refusal("holds a zero byte");
      }
      if (line.size() >= MAX_LINE) {
        throw refusal("is longer than it may be");
      }
      line.write(lookahead);
      lookahead = read();
    }
    if (lookahead == '\n') {
      lookahead = read();
    }
  }

  private int read() throws IOException, TrustListException {
    if (++bytesRead > MAX_FILE + 1) {
      throw refusal("the file is larger than it may be");
    }
    return in.read();
  }

  private TrustListException refusal(String what) {
    return new TrustListException("LDIF line " + lineNumber + ": " + what);
  }
}
