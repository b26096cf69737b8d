package org.urna.practice.card;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;

/// The card side of PACE (ICAO 9303-11 §4.4): the reader chooses a protocol and a password, and
/// four GENERAL AUTHENTICATE commands in a chain carry nonce, mapping, key agreement and tokens.
/// Names follow the standard: `s` is the nonce, PK.IC and PK.IFD the public keys, T.IC and T.IFD
/// the authentication tokens.
///
/// A refused step ends the run; the reader starts over with MSE:Set AT.
public final class CardPace {

  private static final int MRZ = 1;
  private static final int CAN = 2;
  private static final int NONCE_BYTES = 16;
  private static final byte[] NO_MORE = {};

  private final List<CardPaceInfo> infos;
  private final Map<Integer, byte[]> passwords;
  private final List<ChipKey> chipKeys;
  private final boolean demandsParameterId;
  private final WrongKeyCounter wrongKeys;
  private final SecureRandom random;
  private Phase phase = new Idle();

  /// @param demandsParameterId some chips refuse MSE:Set AT without object 84 though there is only
  ///   one set of parameters
  CardPace(
      List<CardPaceInfo> infos,
      CardPasswords passwords,
      List<ChipKey> chipKeys,
      boolean demandsParameterId,
      WrongKeyCounter wrongKeys,
      SecureRandom random) {
    this.infos = List.copyOf(infos);
    this.passwords = passwords.byReference();
    this.chipKeys = List.copyOf(chipKeys);
    this.demandsParameterId = demandsParameterId;
    this.wrongKeys = wrongKeys;
    this.random = random;
  }

  /// The passwords printed on a document, as PACE uses them (§9.7.3).
  ///
  /// @param cardAccessNumber null for a document without one
  public record CardPasswords(String mrzInformation, @Nullable String cardAccessNumber) {
    Map<Integer, byte[]> byReference() {
      byte[] zone =
          SessionCipher.digest("SHA-1", mrzInformation.getBytes(StandardCharsets.US_ASCII));
      return cardAccessNumber == null
          ? Map.of(MRZ, zone)
          : Map.of(MRZ, zone, CAN, cardAccessNumber.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
      return "CardPasswords[hidden]";
    }
  }

  boolean isOffered() {
    return !infos.isEmpty();
  }

  void forget() {
    phase = new Idle();
  }

  /// The step that the next GENERAL AUTHENTICATE is, 1 to 4, or 0 before MSE:Set AT.
  int nextStep() {
    return switch (phase) {
      case Idle idle -> 0;
      case Chosen chosen -> 1;
      case NonceSent sent -> 2;
      case Mapped mapped -> 3;
      case Agreed agreed -> 4;
    };
  }

  /// MSE:Set AT: the protocol is object 80, the password 83, the domain parameters 84.
  ///
  /// @throws CardRefusal 6A80 for a protocol or parameters the chip has not announced, 6A88 for a
  ///   password it does not know, 6983 if too many were wrong
  void choose(Map<Integer, byte[]> objects) throws CardRefusal {
    forget();
    byte[] oid = DataObjects.require(objects, 0x80);
    byte[] reference = DataObjects.require(objects, 0x83);
    byte @Nullable [] parameters = objects.get(0x84);
    List<CardPaceInfo> spoken =
        infos.stream()
            .filter(info -> Arrays.equals(contents(info), oid))
            .filter(info -> parameters == null || isId(info, parameters))
            .toList();
    if (spoken.size() != 1 || (parameters == null && demandsParameterId)) {
      throw new CardRefusal(StatusWord.WRONG_DATA);
    }
    byte @Nullable [] password = reference.length == 1 ? passwords.get((int) reference[0]) : null;
    if (password == null) {
      throw new CardRefusal(StatusWord.REFERENCED_DATA_NOT_FOUND);
    }
    wrongKeys.requireOpen();
    phase = new Chosen(spoken.getFirst(), password);
  }

  /// One GENERAL AUTHENTICATE.
  ///
  /// @param objects what is inside object 7C
  /// @param isLast the command is not marked as followed by another of the chain
  /// @throws CardRefusal 6985 out of order, 6A80 for what is not an element of the group or has a
  ///   wrong length, 6300 for a wrong token, which is how a wrong password shows
  Progress step(Map<Integer, byte[]> objects, boolean isLast) throws CardRefusal {
    Phase now = phase;
    forget();
    if (now instanceof Idle) {
      throw new CardRefusal(StatusWord.CONDITIONS_NOT_SATISFIED);
    }
    if (isLast != now instanceof Agreed) {
      throw new CardRefusal(
          isLast ? StatusWord.CONDITIONS_NOT_SATISFIED : StatusWord.LAST_OF_CHAIN_EXPECTED);
    }
    return switch (now) {
      case Idle idle -> throw new CardRefusal(StatusWord.CONDITIONS_NOT_SATISFIED);
      case Chosen chosen -> sendNonce(chosen, objects);
      case NonceSent sent -> map(sent, DataObjects.requireOnly(objects, 0x81));
      case Mapped mapped -> agree(mapped, DataObjects.requireOnly(objects, 0x83));
      case Agreed agreed -> authenticate(agreed, DataObjects.requireOnly(objects, 0x85));
    };
  }

  private Progress sendNonce(Chosen chosen, Map<Integer, byte[]> objects) throws CardRefusal {
    if (!objects.isEmpty()) {
      throw new CardRefusal(StatusWord.WRONG_DATA);
    }
    wrongKeys.slowDown();
    CardPaceInfo info = chosen.info;
    byte[] s =
        new byte
            [info.mapping().isIntegrated()
                ? IntegratedMapping.nonceBytes(info.cipher())
                : NONCE_BYTES];
    random.nextBytes(s);
    phase = new NonceSent(info, s);
    byte[] key = info.cipher().passwordKey(chosen.password);
    return Progress.of(DataObjects.of(0x80, info.cipher().encryptBlocks(key, s)));
  }

  private Progress map(NonceSent sent, byte[] theirs) throws CardRefusal {
    CardPaceInfo info = sent.info;
    CardPaceGroup group = CardPaceGroup.standardized(info.parameterId());
    BigInteger mappingSecret = BigInteger.ZERO;
    byte[] answer = NO_MORE;
    byte[] generator;
    if (info.mapping().isIntegrated()) {
      if (theirs.length != info.cipher().keyBytes()) {
        throw new CardRefusal(StatusWord.WRONG_DATA);
      }
      generator = IntegratedMapping.generator(info.cipher(), group, sent.nonce, theirs);
    } else {
      group.requireElement(theirs);
      mappingSecret = group.secret(random);
      answer = group.written(group.power(group.generator(), mappingSecret));
      byte[] h = group.power(theirs, mappingSecret);
      BigInteger s = new BigInteger(1, sent.nonce).mod(group.order());
      generator = group.product(group.power(group.generator(), s), h);
    }
    if (group.isNeutral(generator)) {
      throw new CardRefusal(StatusWord.WRONG_DATA);
    }
    phase = new Mapped(info, group, generator, mappingSecret);
    return Progress.of(DataObjects.of(0x82, answer));
  }

  private Progress agree(Mapped mapped, byte[] theirs) throws CardRefusal {
    CardPaceGroup group = mapped.group;
    group.requireElement(theirs);
    BigInteger secret = group.secret(random);
    byte[] mine = group.written(group.power(mapped.generator, secret));
    if (Arrays.equals(mine, group.written(theirs))) {
      throw new CardRefusal(StatusWord.WRONG_DATA);
    }
    byte[] shared = group.sharedSecret(group.power(theirs, secret));
    SessionCipher session = mapped.info.cipher().session(shared);
    phase = new Agreed(mapped, mine, group.written(theirs), session);
    return Progress.of(DataObjects.of(0x84, mine));
  }

  private Progress authenticate(Agreed agreed, byte[] theirs) throws CardRefusal {
    if (!MessageDigest.isEqual(theirs, token(agreed, agreed.mine))) {
      throw wrongKeys.wrong();
    }
    wrongKeys.right();
    byte[] answer = DataObjects.of(0x86, token(agreed, agreed.theirs));
    if (agreed.mapped.info.mapping() == CardPaceInfo.Mapping.ECDH_CHIP_AUTHENTICATION) {
      ChipKey key = keyOn(agreed.mapped.group);
      byte[] data = chipAuthenticationData(key, agreed.mapped.mappingSecret, agreed.session);
      answer = DataObjects.join(answer, DataObjects.of(0x8A, data));
    }
    return new Progress(answer, Optional.of(agreed.session));
  }

  /// The token over a public key: with the session's MAC key, over the data object of §9.4.
  private static byte[] token(Agreed agreed, byte[] publicKey) {
    byte[] oid = DataObjects.of(0x06, contents(agreed.mapped.info));
    byte[] key = DataObjects.of(agreed.mapped.group.publicKeyTag(), publicKey);
    return agreed.session.token(DataObjects.of(0x7F49, oid, key));
  }

  /// `CA.IC = SK.IC⁻¹ · SK.Map.IC mod n`, padded and encrypted with the IV `E(KS.Enc, −1)`
  /// (§4.4.3.5): it shows that the chip knew the secret half of the key in data group 14 when it
  /// mapped the nonce.
  static byte[] chipAuthenticationData(
      ChipKey key, BigInteger mappingSecret, SessionCipher session) {
    BigInteger n = key.curve().getN();
    BigInteger data = key.secret().modInverse(n).multiply(mappingSecret).mod(n);
    byte[] bytes = BigIntegers.asUnsignedByteArray((n.bitLength() + 7) / 8, data);
    byte[] minusOne = new byte[session.blockLength()];
    Arrays.fill(minusOne, (byte) 0xFF);
    return session.encrypt(minusOne, session.pad(bytes));
  }

  /// The chip's key on the curve that the nonce is mapped on.
  private ChipKey keyOn(CardPaceGroup group) throws CardRefusal {
    return chipKeys.stream()
        .filter(candidate -> candidate.curve().getN().equals(group.order()))
        .findFirst()
        .orElseThrow(() -> new CardRefusal(StatusWord.CONDITIONS_NOT_SATISFIED));
  }

  private static byte[] contents(CardPaceInfo info) {
    byte[] der = DataObjects.der(new ASN1ObjectIdentifier(info.oid()));
    return Arrays.copyOfRange(der, 2, der.length);
  }

  private static boolean isId(CardPaceInfo info, byte[] parameters) {
    return new BigInteger(1, parameters).equals(BigInteger.valueOf(info.parameterId()));
  }

  /// What goes into object 7C of the answer, and after the last step the session's cipher.
  @SuppressWarnings("ArrayRecordComponent") // handed over, read once, never compared
  record Progress(byte[] answer, Optional<SessionCipher> session) {
    static Progress of(byte[] answer) {
      return new Progress(answer, Optional.empty());
    }
  }

  private sealed interface Phase {}

  private record Idle() implements Phase {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Chosen(CardPaceInfo info, byte[] password) implements Phase {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record NonceSent(CardPaceInfo info, byte[] nonce) implements Phase {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Mapped(
      CardPaceInfo info, CardPaceGroup group, byte[] generator, BigInteger mappingSecret)
      implements Phase {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Agreed(Mapped mapped, byte[] mine, byte[] theirs, SessionCipher session)
      implements Phase {}
}
