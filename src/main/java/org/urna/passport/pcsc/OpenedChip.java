package org.urna.passport.pcsc;

import net.sf.scuba.smartcards.CommandAPDU;
import org.urna.passport.ChipAuthenticationKey;
import org.urna.passport.ChipFile;
import org.urna.passport.ChipSession;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.SessionFacts;
import org.urna.passport.SessionFacts.AccessProtocol;

/// A chip that let us in. Turns the first failure under the keys of Chip Authentication into the
/// word for it: the chip does not own the key.
final class OpenedChip implements ChipSession {

  private final String readerName;
  private final CountingConnection connection;
  private final ChipChannel channel;
  private final ChipFileReader files;
  private final int maxResponse;
  private boolean chipAuthenticationRan;

  OpenedChip(
      String readerName,
      CountingConnection connection,
      ChipChannel channel,
      ChipFileReader files,
      int maxResponse) {
    this.readerName = readerName;
    this.connection = connection;
    this.channel = channel;
    this.files = files;
    this.maxResponse = maxResponse;
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
      new ChipAuthentication(channel, maxResponse).run(verifiedKey);
      chipAuthenticationRan = true;
    } catch (PassportReadException e) {
      throw e.failure() == PassportReadFailure.PROTOCOL_ERROR ? cloneSuspected(e) : e;
    }
  }

  @Override
  public byte[] signChallenge(byte[] challenge) throws PassportReadException {
    ChipChannel.Response response =
        channel.send(new CommandAPDU(0x00, 0x88, 0x00, 0x00, challenge, maxResponse));
    if (!response.isOk() || response.data().length == 0) {
      throw new PassportReadException(
          PassportReadFailure.CLONE_SUSPECTED,
          String.format("INTERNAL AUTHENTICATE ended with SW %04X", response.statusWord()));
    }
    return response.data();
  }

  @Override
  public SessionFacts facts() {
    return new SessionFacts(
        readerName,
        AccessProtocol.BASIC_ACCESS_CONTROL,
        false,
        isChipProven(),
        connection.commands(),
        connection.bytesSent(),
        connection.bytesReceived(),
        connection.elapsed());
  }

  @Override
  public void close() {
    connection.close();
  }

  private byte[] read(ChipFile file) throws PassportReadException {
    try {
      return files.read(file);
    } catch (PassportReadException e) {
      boolean keysDiffer =
          chipAuthenticationRan
              && !isChipProven()
              && e.failure() == PassportReadFailure.PROTOCOL_ERROR;
      throw keysDiffer ? cloneSuspected(e) : e;
    }
  }

  private static PassportReadException cloneSuspected(PassportReadException cause) {
    return new PassportReadException(
        PassportReadFailure.CLONE_SUSPECTED,
        "the chip does not own the key it is signed for",
        cause);
  }

  private boolean isChipProven() {
    return chipAuthenticationRan && channel.isVerifiedUnderCurrentKeys();
  }
}
