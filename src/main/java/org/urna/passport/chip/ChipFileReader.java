package org.urna.passport.chip;

import java.util.Arrays;
import java.util.Optional;
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
  private static final int WRONG_LENGTH = 0x6700;
  private static final int NAMES_LENGTH = 0x6C00;

  /// A response of this many bytes or less is asked for in a short APDU.
  private static final int SHORT_LE = 256;

  /// What to ask for after a chip refused the length of more: first what nearly every chip gives,
  /// then what the weakest do.
  private static final int SAFE_BLOCK = 223;

  private static final int SAFEST_BLOCK = 112;

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
    return rest(file, firstBlock(file));
  }

  private byte[] rest(ChipFile file, byte[] first) throws PassportReadException {
    int length = FileLength.of(file, first);
    byte[] content = Arrays.copyOf(first, length);
    int have = Math.min(first.length, length);
    while (have < length) {
      byte[] data = data(file, have >> 8, have & 0xFF, length - have);
      System.arraycopy(data, 0, content, have, data.length);
      have += data.length;
    }
    return content;
  }

  /// The most bytes that are asked for at once now; less than at the start if the chip refused
  /// that.
  int block() {
    return fitting(block);
  }

  /// The file as [#read] gives it, asked for by its short identifier alone; empty if the chip does
  /// not give it out, in whatever words.
  Optional<byte[]> readIfOffered(ChipFile file) throws PassportReadException {
    ChipChannel.Response response = ask(0x80 | file.shortId(), 0, file.maxBytes());
    boolean offered = response.isOk() || response.statusWord() == END_OF_FILE;
    return offered && response.data().length > 0
        ? Optional.of(rest(file, requireData(file, response)))
        : Optional.empty();
  }

  private byte[] firstBlock(ChipFile file) throws PassportReadException {
    if (!shortIdsRefused) {
      ChipChannel.Response response = ask(0x80 | file.shortId(), 0x00, file.maxBytes());
      if (!refusesShortId(response.statusWord())) {
        return requireData(file, response);
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
    return data(file, 0x00, 0x00, file.maxBytes());
  }

  private byte[] data(ChipFile file, int p1, int p2, int most) throws PassportReadException {
    return requireData(file, ask(p1, p2, most));
  }

  /// READ BINARY of a block, at most `most` bytes. A chip that names another length (6Cxx) is asked
  /// for that; one that refuses the length (6700) is asked for a smaller block from then on.
  private ChipChannel.Response ask(int p1, int p2, int most) throws PassportReadException {
    int wanted = fitting(Math.min(block, most));
    ChipChannel.Response response = readBinary(p1, p2, wanted);
    if ((response.statusWord() & 0xFF00) == NAMES_LENGTH) {
      int low = response.statusWord() & 0xFF;
      int named = fitting(low == 0 ? SHORT_LE : low);
      return named < wanted ? readBinary(p1, p2, named) : response;
    }
    while (response.statusWord() == WRONG_LENGTH && wanted > SAFEST_BLOCK) {
      block = wanted > SAFE_BLOCK ? SAFE_BLOCK : SAFEST_BLOCK;
      wanted = fitting(Math.min(block, most));
      response = readBinary(p1, p2, wanted);
    }
    return response;
  }

  private ChipChannel.Response readBinary(int p1, int p2, int wanted) throws PassportReadException {
    ChipChannel.Response response = channel.send(new CommandAPDU(0x00, 0xB0, p1, p2, wanted));
    if (response.data().length > wanted) {
      throw new PassportReadException(
          PassportReadFailure.FILE_MALFORMED, "the chip gave more than was asked for");
    }
    return response;
  }

  /// A length that is asked for in a short APDU must also come back in one, with what secure
  /// messaging adds.
  private int fitting(int wanted) {
    return wanted > SHORT_LE ? wanted : Math.min(wanted, channel.largestShortBlock());
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

  private static PassportReadException malformed(ChipFile file, String how) {
    return new PassportReadException(PassportReadFailure.FILE_MALFORMED, file + ": " + how);
  }
}
