package org.urna.trust;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.urna.election.Bytes;

/// A CSCA master list (ICAO Doc 9303-12 §9): the country authorities that one state has collected,
/// signed by its master list signer. For organisers who choose what to pin; a kiosk reads none.
///
/// Its entries are *candidates*. A list says that its publisher saw a certificate, not which state
/// it belongs to: a person writes the state into the manifest.
public final class MasterListFile {
  private static final int MAX_SIZE = 8_000_000;
  private static final ASN1ObjectIdentifier CSCA_MASTER_LIST =
      new ASN1ObjectIdentifier("2.23.136.1.1.2");

  /// A certificate of the list.
  ///
  /// @param subject its own text about itself, unverified
  /// @param subjectKeyIdentifier lower-case hexadecimal, empty if there is none
  public record Candidate(
      Bytes der,
      String subject,
      String subjectKeyIdentifier,
      Instant notBefore,
      Instant notAfter) {}

  private final List<Candidate> candidates;
  private final int unsupported;

  private MasterListFile(List<Candidate> candidates, int unsupported) {
    this.candidates = List.copyOf(candidates);
    this.unsupported = unsupported;
  }

  /// Reads a list and verifies that a master list signer, vouched for by one of `publishers`,
  /// signed it. The list's own copy of its publisher's authority is not a reason to trust it.
  ///
  /// @throws TrustListException with the reason if it is not such a list
  public static MasterListFile read(byte[] file, TrustList publishers, Clock clock)
      throws TrustListException {
    try {
      return verify(file, publishers, clock.instant());
    } catch (Refusal e) {
      throw new TrustListException("master list: " + e.defect(), e);
    } catch (RuntimeException e) {
      throw new TrustListException("master list: cannot be read", e);
    }
  }

  private static MasterListFile verify(byte[] file, TrustList publishers, Instant now)
      throws Refusal, TrustListException {
    Refusal.unless(file.length <= MAX_SIZE, SecurityObjectDefect.TOO_LARGE);
    StrictDer.requireOneElement(file);
    SignedMessage message = SignedMessage.verify(file, CSCA_MASTER_LIST);
    message.signer().requireMasterListSigner();
    switch (publishers.issuerOf(message.signer(), now)) {
      case TrustList.Issuer.Found(TrustList.Anchor anchor) ->
          Refusal.unless(
              message.signer().isValidAt(now) && anchor.certificate().isValidAt(now),
              SecurityObjectDefect.CERTIFICATE_TIME);
      case TrustList.Issuer.Impostor _ -> throw new Refusal(SecurityObjectDefect.CHAIN_SIGNATURE);
      case TrustList.Issuer.Unknown _ ->
          throw new TrustListException("master list: signed by no pinned publisher");
    }
    return parse(message.content());
  }

  /// CscaMasterList: SEQUENCE { version 0, SET OF Certificate }.
  private static MasterListFile parse(byte[] content) throws Refusal {
    StrictDer.requireOneElement(content);
    ASN1Sequence list = ASN1Sequence.getInstance(content);
    Refusal.unless(
        list.size() == 2 && ASN1Integer.getInstance(list.getObjectAt(0)).hasValue(0),
        SecurityObjectDefect.MALFORMED);
    List<Candidate> candidates = new ArrayList<>();
    int unsupported = 0;
    for (ASN1Encodable element : ASN1Set.getInstance(list.getObjectAt(1))) {
      try {
        candidates.add(candidate(element.toASN1Primitive().getEncoded(ASN1Encoding.DL)));
      } catch (Refusal e) {
        unsupported++;
      } catch (IOException e) {
        throw new Refusal(SecurityObjectDefect.MALFORMED, e);
      }
    }
    return new MasterListFile(candidates, unsupported);
  }

  private static Candidate candidate(byte[] der) throws Refusal {
    Certificate certificate = Certificate.read(der);
    return new Candidate(
        Bytes.of(der),
        certificate.subject(),
        certificate.subjectKeyIdentifier().map(HexFormat.of()::formatHex).orElse(""),
        certificate.notBefore(),
        certificate.notAfter());
  }

  /// The certificates that this program can use, in the list's order.
  public List<Candidate> candidates() {
    return candidates;
  }

  /// How many others there are: keys or algorithms that are not accepted here.
  public int unsupported() {
    return unsupported;
  }
}
