package org.urna.passport.chip;

import java.security.SecureRandom;
import net.sf.scuba.smartcards.CommandAPDU;
import org.urna.hardware.CardExchange;
import org.urna.passport.ChipAuthenticationKey;
import org.urna.passport.ChipFile;
import org.urna.passport.ChipSession;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.SessionFacts;

/// A chip that let us in. Turns the first failure under the keys of Chip Authentication into the
/// word for it: the chip does not own the key.
final class OpenedChip implements ChipSession {

  private static final int CHALLENGE_BYTES = 8;
  private static final int SHORT_LE = 256;

  private final String readerName;
  private final GainedAccess access;
  private final ChipFileReader files;
  private final BlockSizes blockSizes;
  private final CardExchange exchange;
  private final SecureRandom random;
  private boolean chipAuthenticationRan;
  private boolean hasRead;
  private boolean hasFailed;

  OpenedChip(
      String readerName,
      GainedAccess access,
      BlockSizes blockSizes,
      CardExchange exchange,
      SecureRandom random) {
    this.readerName = readerName;
    this.access = access;
    this.files = new ChipFileReader(access.channel(), exchange.blockSize());
    this.blockSizes = blockSizes;
    this.exchange = exchange;
    this.random = random;
  }

  @Override
  public byte[] readSecurityObject() throws PassportReadException {
    return read(ChipFile.SECURITY_OBJECT);
  }

  @Override
  public byte[] readDataGroup(int number) throws PassportReadException {
    return read(ChipFile.ofDataGroup(number));
  }

  @Override
  public void authenticateChip(ChipAuthenticationKey verifiedKey) throws PassportReadException {
    try {
      new ChipAuthentication(access.channel(), exchange.maxResponse(), random).run(verifiedKey);
      chipAuthenticationRan = true;
    } catch (PassportReadException e) {
      hasFailed = true;
      throw e.failure() == PassportReadFailure.PROTOCOL_ERROR ? cloneSuspected(e) : e;
    }
  }

  @Override
  public byte[] signChallenge(byte[] challenge, int answerBytes) throws PassportReadException {
    if (challenge.length != CHALLENGE_BYTES) {
      throw new IllegalArgumentException("RND.IFD has 8 bytes");
    }
    boolean mustFit = exchange.extended() || answerBytes <= access.channel().largestShortBlock();
    ChipChannel.Response response = internalAuthenticate(challenge, exchange.maxResponse());
    int statusWord = response.statusWord();
    if (exchange.extended() && isAboutLength(statusWord)) {
      response = internalAuthenticate(challenge, SHORT_LE);
      statusWord = response.statusWord();
    }
    int length = response.data().length;
    if (response.isOk() && length > 0 && (mustFit || length >= answerBytes)) {
      return response.data();
    }
    hasFailed = true;
    // A chip that has a longer answer than a short APDU takes is not to be blamed for it, whatever
    // it says, or if it sends the beginning. Some send it in pieces, so that all are asked.
    boolean tooLong = !mustFit || (!exchange.extended() && isAboutLength(statusWord));
    throw new PassportReadException(
        tooLong ? PassportReadFailure.CHIP_KEY_UNSUPPORTED : PassportReadFailure.CLONE_SUSPECTED,
        String.format("INTERNAL AUTHENTICATE ended with SW %04X", statusWord));
  }

  private ChipChannel.Response internalAuthenticate(byte[] challenge, int expected)
      throws PassportReadException {
    try {
      return access.channel().send(new CommandAPDU(0x00, 0x88, 0x00, 0x00, challenge, expected));
    } catch (PassportReadException e) {
      hasFailed = true;
      throw e;
    }
  }

  /// Wrong length, the right length, more bytes than fit, or chaining that is not done here.
  private static boolean isAboutLength(int statusWord) {
    int first = statusWord & 0xFF00;
    return statusWord == 0x6700 || first == 0x6C00 || first == 0x6100 || statusWord == 0x6884;
  }

  @Override
  public SessionFacts facts() {
    return new SessionFacts(
        readerName,
        access.protocol(),
        access.downgraded(),
        isChipProven(),
        access.connection().commands(),
        access.connection().bytesSent(),
        access.connection().bytesReceived(),
        access.connection().elapsed());
  }

  @Override
  public void close() {
    if (hasRead && !hasFailed) {
      blockSizes.endedWell();
    }
    access.connection().close();
  }

  private byte[] read(ChipFile file) throws PassportReadException {
    try {
      byte[] content = files.read(file);
      hasRead = true;
      return content;
    } catch (PassportReadException e) {
      if (e.failure() != PassportReadFailure.FILE_MISSING) {
        noteDeath(e.failure());
      }
      boolean keysDiffer =
          chipAuthenticationRan
              && !isChipProven()
              && e.failure() == PassportReadFailure.PROTOCOL_ERROR;
      throw keysDiffer ? cloneSuspected(e) : e;
    }
  }

  /// Chips that die of a block too large for them fall silent, lose power or break secure
  /// messaging. After Chip Authentication that would mean a clone, and no other block mends it.
  private void noteDeath(PassportReadFailure failure) {
    boolean mayBeTheBlock =
        failure == PassportReadFailure.LOST_CONTACT
            || failure == PassportReadFailure.CHIP_SILENT
            || failure == PassportReadFailure.PROTOCOL_ERROR;
    if (mayBeTheBlock && !chipAuthenticationRan && !hasFailed) {
      blockSizes.diedAt(files.block());
    }
    hasFailed = true;
  }

  private static PassportReadException cloneSuspected(PassportReadException cause) {
    return new PassportReadException(
        PassportReadFailure.CLONE_SUSPECTED,
        "the chip does not own the key it is signed for",
        cause);
  }

  private boolean isChipProven() {
    return chipAuthenticationRan && access.channel().isVerifiedUnderCurrentKeys();
  }
}
