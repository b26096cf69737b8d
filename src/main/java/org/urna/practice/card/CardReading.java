package org.urna.practice.card;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.BiFunction;

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

  /// What the data object around the bytes of an odd READ BINARY takes of the expected length.
  private static final int OBJECT_BYTES = 4;

  private final CardFileSystem files;
  private final ChipBehaviour behaviour;
  private final BiFunction<Integer, byte[], byte[]> contents;
  private boolean applicationSelected;
  private int currentFile;

  /// @param contents what is read in place of a file's content
  CardReading(
      CardFileSystem files, ChipBehaviour behaviour, BiFunction<Integer, byte[], byte[]> contents) {
    this.files =
        behaviour.extendedLength()
            ? files.with(CardFileSystem.ATR_INFO, behaviour.atrInfo())
            : files;
    this.behaviour = behaviour;
    this.contents = contents;
  }

  /// Who reads, and how much fits into the response.
  ///
  /// @param isOpen access was granted in the session that the command came through
  /// @param room most bytes of data in the response, for *all you have* asked for in a short
  ///   command
  record Circumstances(boolean isOpen, int room) {}

  void reset() {
    selectMasterFile();
  }

  boolean isInApplication() {
    return applicationSelected;
  }

  /// The file that a READ BINARY is for.
  int fileOf(CardCommand command) {
    int p1p2 = (command.p1() << 8) | command.p2();
    if (command.ins() == 0xB0) {
      return (command.p1() & 0x80) == 0 ? currentFile : ofShort(command.p1() & 0x1F);
    }
    return p1p2 == 0 ? currentFile : p1p2 < 0x20 ? ofShort(p1p2) : p1p2;
  }

  /// SELECT of the passport application, the master file, or a file.
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
  CardAnswer readBinary(CardCommand command, Circumstances circumstances) throws CardRefusal {
    int offset = (command.p1() << 8) | command.p2();
    if ((command.p1() & 0x80) != 0) {
      boolean isNamed = (command.p1() & 0x60) == 0 && (command.p1() & 0x1F) != 0;
      if (!isNamed || !behaviour.shortFileIds()) {
        throw new CardRefusal(StatusWord.WRONG_P1_P2);
      }
      selectFile(fileOf(command), circumstances.isOpen);
      offset = command.p2();
    }
    return read(offset, command.ne(), circumstances);
  }

  /// READ BINARY with odd instruction byte: the offset is a data object and may exceed 32,767.
  CardAnswer readBinaryOdd(CardCommand command, Circumstances circumstances) throws CardRefusal {
    if ((command.p1() | command.p2()) != 0) {
      selectFile(fileOf(command), circumstances.isOpen);
    }
    byte[] offsetBytes = DataObjects.require(DataObjects.parse(command.data()), 0x54);
    if (offsetBytes.length == 0 || offsetBytes.length > 3) {
      throw new CardRefusal(StatusWord.WRONG_DATA);
    }
    int offset = new BigInteger(1, offsetBytes).intValue();
    CardAnswer content = read(offset, Math.max(1, command.ne() - OBJECT_BYTES), circumstances);
    return new CardAnswer(DataObjects.of(0x53, content.data()), content.statusWord());
  }

  private CardAnswer read(int offset, int ne, Circumstances circumstances) throws CardRefusal {
    if (currentFile == 0) {
      throw new CardRefusal(StatusWord.NO_CURRENT_FILE);
    }
    byte[] content =
        contents.apply(currentFile, requireReadable(currentFile, circumstances.isOpen));
    if (ne == 0) {
      throw new CardRefusal(StatusWord.WRONG_LENGTH);
    }
    if (offset >= content.length) {
      throw new CardRefusal(StatusWord.OFFSET_OUTSIDE_FILE);
    }
    boolean allAskedFor = ne == CardCommand.ALL_SHORT || ne == CardCommand.ALL_EXTENDED;
    int wanted = allAskedFor ? Math.min(ne, circumstances.room) : ne;
    int there = Math.min(content.length - offset, wanted);
    int given = Math.min(there, behaviour.largestBlock());
    if (given < there) {
      refuseUnlessCut();
    }
    boolean isCut = given < there || (given < ne && !allAskedFor);
    return new CardAnswer(
        Arrays.copyOfRange(content, offset, offset + given),
        isCut ? StatusWord.END_OF_FILE : StatusWord.OK);
  }

  private void refuseUnlessCut() throws CardRefusal {
    int largest = behaviour.largestBlock();
    switch (behaviour.tooLargeABlock()) {
      case CUTS -> {}
      case REFUSES -> throw new CardRefusal(StatusWord.WRONG_LENGTH);
      case NAMES_LENGTH ->
          throw new CardRefusal(
              largest < CardCommand.ALL_SHORT
                  ? StatusWord.EXACT_LENGTH | largest
                  : StatusWord.WRONG_LENGTH);
      case DIES -> throw CardRefusal.forGood();
    }
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

  private int ofShort(int shortId) {
    return CardFileSystem.idOfShort(shortId, applicationSelected);
  }

  static int uint16(byte[] bytes) {
    return ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
  }
}
