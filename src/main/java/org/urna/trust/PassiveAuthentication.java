package org.urna.trust;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/// Passive authentication (ICAO Doc 9303-11 §5.1): is this security object signed by a document
/// signer whom a pinned authority vouches for?
///
/// **Time.** The document signer's certificate and its authority's must both be valid *now*, by the
/// clock that is passed in: ICAO 9303-12 §7.1 gives a signer a validity that outlasts every
/// passport it signs, and the authority one that outlasts the signer, so an unexpired passport has
/// both. A signing time among the signed attributes is only the signer's own statement; where
/// present it must lie within the signer's validity and not in the future, each with a day's
/// tolerance for time zones. The private key usage period is not looked at: whoever stole a key
/// also chooses the time it states.
///
/// **Algorithms.** RSA of 2048 bits and more, ECDSA on the named curves of 256 bits and more,
/// SHA-224 and better. SHA-1 is accepted in one place only, where there is no alternative: Russia
/// (by the pinned entry) with ECDSA P-256. Finding a second preimage of SHA-1 is not feasible; a
/// collision needs the issuer's help.
///
/// Revocation lists are not consulted: a station has no network and Russia publishes none. A signer
/// that is known to be bad is left out by pinning another authority or listing signers.
final class PassiveAuthentication {
  static final int MAX_SECURITY_OBJECT = 20_000;

  private static final ASN1ObjectIdentifier LDS_SECURITY_OBJECT =
      new ASN1ObjectIdentifier("2.23.136.1.1.1");
  private static final int EF_SOD_TAG = 0x77;
  private static final Duration TOLERANCE = Duration.ofDays(1);

  /// What the security object is worth.
  sealed interface Result {
    /// Signed under a pinned authority.
    record Signed(
        SignedMessage message, DigestList digests, DocumentSigner signer, PinnedAuthority authority)
        implements Result {}

    /// Signed, but by no one who is pinned.
    record UnknownIssuer(IssuerHint hint) implements Result {}

    /// Not what a state's signer makes.
    record Refused(SecurityObjectDefect defect) implements Result {}
  }

  private final TrustList trustList;
  private final Clock clock;

  PassiveAuthentication(TrustList trustList, Clock clock) {
    this.trustList = trustList;
    this.clock = clock;
  }

  /// Judges the file EF.SOD as read from the chip. Never throws for any input.
  Result authenticate(byte[] efSod) {
    try {
      Refusal.unless(efSod.length <= MAX_SECURITY_OBJECT, SecurityObjectDefect.TOO_LARGE);
      SignedMessage message = SignedMessage.verify(unwrap(efSod), LDS_SECURITY_OBJECT);
      message.signer().requireDocumentSigner();
      DigestList digests = DigestList.read(message.content());
      Instant now = clock.instant();
      return switch (trustList.issuerOf(message.signer(), now)) {
        case TrustList.Issuer.Unknown _ -> new Result.UnknownIssuer(message.signer().issuerHint());
        case TrustList.Issuer.Impostor _ -> throw new Refusal(SecurityObjectDefect.CHAIN_SIGNATURE);
        case TrustList.Issuer.Found(TrustList.Anchor anchor) -> {
          requireTime(message, anchor, now);
          requireNoSha1(message, digests, anchor.state());
          yield new Result.Signed(
              message,
              digests,
              new DocumentSigner(anchor.state(), message.scheme(), message.signer().key()),
              anchor.authority());
        }
      };
    } catch (Refusal e) {
      return new Result.Refused(e.defect());
    } catch (RuntimeException e) {
      // Bouncy Castle's parsers throw IllegalArgument, IllegalState, ClassCast, ArithmeticException
      // and more at malformed input; whatever it is, the bytes were not a security object.
      return new Result.Refused(SecurityObjectDefect.MALFORMED);
    }
  }

  /// The first data group that is needed after the security object, 14 or 15, as the list of
  /// digests says *before anything is verified*: good for reading that file early, and for nothing
  /// else. Empty if the list has neither or cannot be read. Never throws for any input.
  static OptionalInt firstOfProof(byte[] efSod) {
    try {
      Refusal.unless(efSod.length <= MAX_SECURITY_OBJECT, SecurityObjectDefect.TOO_LARGE);
      DigestList digests =
          DigestList.read(SignedMessage.unverifiedContent(unwrap(efSod), LDS_SECURITY_OBJECT));
      return IntStream.of(14, 15).filter(digests::contains).findFirst();
    } catch (Refusal | RuntimeException e) {
      // What is wrong with it is the verification's to say.
      return OptionalInt.empty();
    }
  }

  /// The CMS message inside tag 77 of the file, which must fill it.
  private static byte[] unwrap(byte[] efSod) throws Refusal {
    Refusal.unless(
        efSod.length >= 2 && (efSod[0] & 0xff) == EF_SOD_TAG, SecurityObjectDefect.MALFORMED);
    return StrictDer.contents(efSod);
  }

  private static void requireTime(SignedMessage message, TrustList.Anchor anchor, Instant now)
      throws Refusal {
    Certificate signer = message.signer();
    Refusal.unless(
        signer.isValidAt(now) && anchor.certificate().isValidAt(now),
        SecurityObjectDefect.CERTIFICATE_TIME);
    if (message.signingTime().isPresent()) {
      Instant signed = message.signingTime().orElseThrow();
      Refusal.unless(
          !signed.isBefore(signer.notBefore().minus(TOLERANCE))
              && !signed.isAfter(signer.notAfter().plus(TOLERANCE))
              && !signed.isAfter(now.plus(TOLERANCE)),
          SecurityObjectDefect.SIGNING_TIME);
    }
  }

  private static void requireNoSha1(SignedMessage message, DigestList digests, String state)
      throws Refusal {
    boolean usesSha1 =
        message.scheme().hash() == HashAlgorithm.SHA_1
            || message.signer().scheme().hash() == HashAlgorithm.SHA_1
            || digests.hash() == HashAlgorithm.SHA_1;
    boolean isRussianVariant =
        Sha1Rule.admits(state, message.signer().key())
            && message.scheme().kind() == SignatureScheme.Kind.ECDSA
            && message.signer().scheme().kind() == SignatureScheme.Kind.ECDSA;
    Refusal.unless(!usesSha1 || isRussianVariant, SecurityObjectDefect.SHA1);
  }
}
