package org.urna.practice.card;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The transparent files of a passport chip by identifier (ICAO 9303-10 §3.11): EF.CardAccess and
/// EF.ATR/INFO in the master file, everything else in the passport application.
public final class CardFileSystem {

  static final int ATR_INFO = 0x2F01;
  public static final int CARD_ACCESS = 0x011C;
  public static final int SECURITY_OBJECT = 0x011D;
  public static final int COMMON = 0x011E;

  private final Map<Integer, byte[]> files;

  public CardFileSystem(Map<Integer, byte[]> files) {
    this.files = Map.copyOf(files);
  }

  /// These files with one put in, or put in the place of another.
  public CardFileSystem with(int id, byte[] content) {
    Map<Integer, byte[]> changed = new LinkedHashMap<>(files);
    changed.put(id, content.clone());
    return new CardFileSystem(changed);
  }

  /// A copy of file `id`, wherever it is.
  public Optional<byte[]> get(int id) {
    return Optional.ofNullable(files.get(id)).map(byte[]::clone);
  }

  public static int idOfDataGroup(int number) {
    return 0x0100 | number;
  }

  /// Fingerprints and irises open to readers with a state's certificate only (9303-11 §7.1), which
  /// no reader here has.
  static boolean needsTerminalAuthentication(int id) {
    return id == idOfDataGroup(3) || id == idOfDataGroup(4);
  }

  /// Short identifiers are the low five bits of the long ones; that of EF.ATR/INFO is 1, which in
  /// the application is data group 1.
  static int idOfShort(int shortId, boolean inApplication) {
    return shortId == 1 && !inApplication ? ATR_INFO : 0x0100 | shortId;
  }

  /// The content of file `id` where the chip is now; empty if there is no such file there.
  Optional<byte[]> find(int id, boolean inApplication) {
    boolean isOfMasterFile = id == CARD_ACCESS || id == ATR_INFO;
    if (isOfMasterFile == inApplication) {
      return Optional.empty();
    }
    return Optional.ofNullable(files.get(id));
  }
}
