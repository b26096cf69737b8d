package org.urna.passport.pcsc;

import java.util.Arrays;
import net.sf.scuba.smartcards.CommandAPDU;
import org.urna.passport.ChipFile;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// Reads one file with as few commands as the reader allows: READ BINARY with a short file
/// identifier, then further blocks only if the file's own length asks for them. Every call sends
/// commands; nothing is cached.
///
/// The first block is asked for at full size before the length is known; chips answer with what
/// they have (9000 or 6282). Chips that refuse, and chips that know no short identifiers, are asked
/// again in the older way; what was learnt holds for the session.
final class ChipFileReader {

  private static final int END_OF_FILE = 0x6282;

  /// Every chip gives this much under secure messaging in a short response.
  private static final int SAFE_BLOCK = 223;

  private final ChipChannel channel;
  private int block;
  private boolean shortIdsRefused;

  /// @param block the most bytes to ask for at once, before secure messaging adds to them
  ChipFileReader(ChipChannel channel, int block) {
    this.channel = channel;
    this.block = block;
  }

  /// The whole file, from its tag to the end its length tells; bytes behind that are left on the
  /// chip.
  byte[] read(ChipFile file) throws PassportReadException {
    byte[] first = firstBlock(file);
    int length = FileLength.of(file, first);
    byte[] content = Arrays.copyOf(first, length);
    int have = Math.min(first.length, length);
    while (have < length) {
      int wanted = Math.min(block, length - have);
      ChipChannel.Response response =
          channel.send(new CommandAPDU(0x00, 0xB0, have >> 8, have & 0xFF, wanted));
      byte[] data = requireData(file, response);
      if (data.length > wanted) {
        throw malformed(file, "the chip gave more than was asked for");
      }
      System.arraycopy(data, 0, content, have, data.length);
      have += data.length;
    }
    return content;
  }

  private byte[] firstBlock(ChipFile file) throws PassportReadException {
    ChipChannel.Response response = askForFirstBlock(file);
    if (block > SAFE_BLOCK && refusesLength(response.statusWord())) {
      block = SAFE_BLOCK;
      response = askForFirstBlock(file);
    }
    byte[] data = requireData(file, response);
    if (data.length > block) {
      throw malformed(file, "the chip gave more than was asked for");
    }
    return data;
  }

  private ChipChannel.Response askForFirstBlock(ChipFile file) throws PassportReadException {
    int wanted = Math.min(block, file.maxBytes());
    if (!shortIdsRefused) {
      ChipChannel.Response response =
          channel.send(new CommandAPDU(0x00, 0xB0, 0x80 | file.shortId(), 0x00, wanted));
      if (!refusesShortId(response.statusWord())) {
        return response;
      }
    }
    byte[] id = {(byte) (file.id() >> 8), (byte) file.id()};
    ChipChannel.Response selected = channel.send(new CommandAPDU(0x00, 0xA4, 0x02, 0x0C, id));
    if (!selected.isOk()) {
      throw new PassportReadException(
          PassportReadFailure.FILE_MISSING,
          String.format("%s: SELECT ended with SW %04X", file, selected.statusWord()));
    }
    shortIdsRefused = true;
    return channel.send(new CommandAPDU(0x00, 0xB0, 0x00, 0x00, wanted));
  }

  /// An empty answer is an error, whatever its status word: a file has at least a tag.
  private static byte[] requireData(ChipFile file, ChipChannel.Response response)
      throws PassportReadException {
    boolean ok = response.isOk() || response.statusWord() == END_OF_FILE;
    if (ok && response.data().length > 0) {
      return response.data();
    }
    if (ok) {
      throw malformed(file, "the chip gave an empty block");
    }
    boolean withheld = response.statusWord() == 0x6982 || response.statusWord() == 0x6A82;
    throw new PassportReadException(
        withheld ? PassportReadFailure.FILE_MISSING : PassportReadFailure.PROTOCOL_ERROR,
        String.format("%s: READ BINARY ended with SW %04X", file, response.statusWord()));
  }

  private static boolean refusesShortId(int statusWord) {
    return statusWord == 0x6A82
        || statusWord == 0x6A86
        || statusWord == 0x6A81
        || statusWord == 0x6986
        || statusWord == 0x6B00;
  }

  private static boolean refusesLength(int statusWord) {
    return statusWord == 0x6700 || (statusWord & 0xFF00) == 0x6C00 || statusWord == 0x6B00;
  }

  private static PassportReadException malformed(ChipFile file, String how) {
    return new PassportReadException(PassportReadFailure.FILE_MALFORMED, file + ": " + how);
  }
}
