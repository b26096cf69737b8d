package org.urna.trust.lists;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.urna.election.Bytes;
import org.urna.trust.Certificate;
import org.urna.trust.DerElements;
import org.urna.trust.HashAlgorithm;
import org.urna.trust.Refusal;
import org.urna.trust.SecurityObjectDefect;
import org.urna.trust.SignedMessage;
import org.urna.trust.StrictDer;
import org.urna.trust.TrustList;
import org.urna.trust.TrustListException;

/// A CSCA master list (ICAO Doc 9303-12 §9): the country authorities that one state has collected,
/// signed by its master list signer. For organisers who choose what to pin; a kiosk reads none.
///
/// Its entries are *candidates*. A list says that its publisher saw a certificate, not which state
/// it belongs to: a person writes the state into the manifest.
public final class MasterListFile {
  static final int MAX_SIZE = 8_000_000;

  /// A publisher's clock may be ahead of ours by so much.
  private static final Duration TOLERANCE = Duration.ofDays(1);

  private static final ASN1ObjectIdentifier CSCA_MASTER_LIST =
      new ASN1ObjectIdentifier("2.23.136.1.1.2");

  private static final int SET = 0x31;

  /// Digits of a key identifier: twice those of the longest hash.
  private static final int MAX_SHOWN = 128;

  private final Origin origin;
  private final List<CertificateFacts> candidates;
  private final List<RefusedCertificate> refused;
  private final int repeated;

  private MasterListFile(
      Origin origin,
      List<CertificateFacts> candidates,
      List<RefusedCertificate> refused,
      int repeated) {
    this.origin = origin;
    this.candidates = List.copyOf(candidates);
    this.refused = List.copyOf(refused);
    this.repeated = repeated;
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
    // Strangers' certificates stand in a list: with SHA-1 one of them could be another's.
    Refusal.unless(
        message.scheme().hash() != HashAlgorithm.SHA_1
            && message.signer().scheme().hash() != HashAlgorithm.SHA_1,
        SecurityObjectDefect.ALGORITHM);
    return switch (publishers.issuerOf(message.signer(), now)) {
      case TrustList.Issuer.Found(TrustList.Anchor anchor) -> {
        Refusal.unless(
            message.signer().isValidAt(now) && anchor.certificate().isValidAt(now),
            SecurityObjectDefect.CERTIFICATE_TIME);
        Instant signed = message.signingTime().orElse(message.signer().notBefore());
        Refusal.unless(!signed.isAfter(now.plus(TOLERANCE)), SecurityObjectDefect.SIGNING_TIME);
        yield parse(
            message.content(),
            new Origin(
                Origin.Source.MASTER_LIST,
                anchor.state(),
                signed.truncatedTo(ChronoUnit.SECONDS),
                CertificateFacts.fingerprintOf(file)));
      }
      case TrustList.Issuer.Impostor _ -> throw new Refusal(SecurityObjectDefect.CHAIN_SIGNATURE);
      case TrustList.Issuer.Unknown _ ->
          throw new TrustListException(
              "master list: signed by no publisher that was given; its signer names an authority with "
                  + keyIdentifier(message.signer()));
    };
  }

  private static String keyIdentifier(Certificate signer) {
    String named = signer.issuerHint().authorityKeyIdentifier();
    return named.isEmpty()
        ? "no key id"
        : "key id " + named.substring(0, Math.min(named.length(), MAX_SHOWN));
  }

  /// CscaMasterList: SEQUENCE { version 0, SET OF Certificate }.
  private static MasterListFile parse(byte[] content, Origin origin) throws Refusal {
    StrictDer.requireOneElement(content);
    ASN1Sequence list = ASN1Sequence.getInstance(content);
    Refusal.unless(
        list.size() == 2 && ASN1Integer.getInstance(list.getObjectAt(0)).hasValue(0),
        SecurityObjectDefect.MALFORMED);
    byte[] set = DerElements.inside(content, 0).get(1);
    Refusal.unless(set[0] == SET, SecurityObjectDefect.MALFORMED);
    List<byte[]> elements = DerElements.inside(set, 0);
    List<CertificateFacts> candidates = new ArrayList<>();
    List<RefusedCertificate> refused = new ArrayList<>();
    Set<Bytes> seen = new HashSet<>();
    for (byte[] element : elements) {
      if (!seen.add(Bytes.of(element))) {
        continue;
      }
      try {
        candidates.add(CertificateFacts.read(element));
      } catch (Refusal e) {
        refused.add(RefusedCertificate.of(element, e, origin));
      }
    }
    return new MasterListFile(origin, candidates, refused, elements.size() - seen.size());
  }

  /// Whose list it is, and when it was signed.
  public Origin origin() {
    return origin;
  }

  /// The certificates that this program can use, each once, in the list's order.
  public List<CertificateFacts> candidates() {
    return candidates;
  }

  /// The others, each with the reason.
  public List<RefusedCertificate> refused() {
    return refused;
  }

  /// How many entries repeat another.
  public int repeated() {
    return repeated;
  }
}
