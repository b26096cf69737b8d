package org.urna.practice;

import java.math.BigInteger;
import java.util.Arrays;

/// SELECT and READ BINARY of a passport chip (ICAO 9303-10 §3.6): which application and which file
/// the chip is at, and who may read it.
///
/// Files of the passport application answer 6982 until access was granted and the command came
/// through secure messaging; data groups 3 and 4 always do.
final class CardReading {

  private static final byte[] PASSPORT_APPLICATION = {
    (byte) 0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01
  };

  private static final int MASTER_FILE = 0x3F00;

  private final CardFileSystem files;
  private boolean applicationSelected;
  private int currentFile;

  CardReading(CardFileSystem files) {
    this.files = files;
  }

  void reset() {
    selectMasterFile();
  }

  boolean isInApplication() {
    return applicationSelected;
  }

  /// SELECT of the passport application, the master file, or a file.
  ///
  /// @param isOpen access was granted in the session that the command came through
  CardAnswer select(CardCommand command, boolean isOpen) throws CardRefusal {
    switch (command.p1()) {
      case 0x04 -> {
        if (!Arrays.equals(command.data(), PASSPORT_APPLICATION)) {
          throw new CardRefusal(StatusWord.FILE_NOT_FOUND);
        }
        applicationSelected = true;
        currentFile = 0;
      }
      case 0x00, 0x02 -> {
        if (command.data().length == 0 && command.p1() == 0x00) {
          selectMasterFile();
        } else if (command.data().length != 2) {
          throw new CardRefusal(StatusWord.WRONG_LENGTH);
        } else {
          selectFile(uint16(command.data()), isOpen);
        }
      }
      default -> throw new CardRefusal(StatusWord.WRONG_P1_P2);
    }
    return CardAnswer.done();
  }

  private void selectFile(int id, boolean isOpen) throws CardRefusal {
    if (id == MASTER_FILE) {
      selectMasterFile();
      return;
    }
    requireReadable(id, isOpen);
    currentFile = id;
  }

  private void selectMasterFile() {
    applicationSelected = false;
    currentFile = 0;
  }

  /// READ BINARY with even instruction byte.
  CardAnswer readBinary(CardCommand command, boolean isOpen) throws CardRefusal {
    int offset;
    if ((command.p1() & 0x80) != 0) {
      int shortId = command.p1() & 0x1F;
      if ((command.p1() & 0x60) != 0 || shortId == 0) {
        throw new CardRefusal(StatusWord.WRONG_P1_P2);
      }
      selectFile(CardFileSystem.idOfShort(shortId), isOpen);
      offset = command.p2();
    } else {
      offset = (command.p1() << 8) | command.p2();
    }
    return read(offset, command.ne(), isOpen);
  }

  /// READ BINARY with odd instruction byte: the offset is a data object and may exceed 32,767.
  CardAnswer readBinaryOdd(CardCommand command, boolean isOpen) throws CardRefusal {
    int id = (command.p1() << 8) | command.p2();
    if (id != 0) {
      selectFile(id < 0x20 ? CardFileSystem.idOfShort(id) : id, isOpen);
    }
    byte[] offsetBytes = DataObjects.require(DataObjects.parse(command.data()), 0x54);
    if (offsetBytes.length == 0 || offsetBytes.length > 3) {
      throw new CardRefusal(StatusWord.WRONG_DATA);
    }
    int offset = new BigInteger(1, offsetBytes).intValue();
    CardAnswer content = read(offset, Math.max(1, command.ne() - 4), isOpen);
    return new CardAnswer(DataObjects.of(0x53, content.data()), content.statusWord());
  }

  private CardAnswer read(int offset, int ne, boolean isOpen) throws CardRefusal {
    if (currentFile == 0) {
      throw new CardRefusal(StatusWord.NO_CURRENT_FILE);
    }
    byte[] content = requireReadable(currentFile, isOpen);
    if (ne == 0) {
      throw new CardRefusal(StatusWord.WRONG_LENGTH);
    }
    if (offset >= content.length) {
      throw new CardRefusal(StatusWord.OFFSET_OUTSIDE_FILE);
    }
    int end = Math.min(content.length, offset + ne);
    boolean allAskedFor = ne == CardCommand.ALL_SHORT || ne == CardCommand.ALL_EXTENDED;
    boolean cut = end - offset < ne && !allAskedFor;
    return new CardAnswer(
        Arrays.copyOfRange(content, offset, end), cut ? StatusWord.END_OF_FILE : StatusWord.OK);
  }

  private byte[] requireReadable(int id, boolean isOpen) throws CardRefusal {
    byte[] content =
        files
            .find(id, applicationSelected)
            .orElseThrow(() -> new CardRefusal(StatusWord.FILE_NOT_FOUND));
    if (applicationSelected && (!isOpen || CardFileSystem.needsTerminalAuthentication(id))) {
      throw new CardRefusal(StatusWord.SECURITY_STATUS_NOT_SATISFIED);
    }
    return content;
  }

  private static int uint16(byte[] bytes) {
    return ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
  }
}
