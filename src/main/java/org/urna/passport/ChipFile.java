package org.urna.passport;

/// The files of a passport chip that Urna reads, with the tag each must begin with and the size it
/// may have (ICAO 9303-10 §3.11). EF.COM, the face (data group 2) and the fingers (3) are left out
/// on purpose: the first is unsigned, the others are nobody's business here.
public enum ChipFile {
  CARD_ACCESS(0x011C, 0x1C, 0x31, 4_096),
  SECURITY_OBJECT(0x011D, 0x1D, 0x77, 20_000),
  DATA_GROUP_1(0x0101, 0x01, 0x61, 256),
  DATA_GROUP_14(0x010E, 0x0E, 0x6E, 8_192),
  DATA_GROUP_15(0x010F, 0x0F, 0x6F, 8_192);

  private final int id;
  private final int shortId;
  private final int tag;
  private final int maxBytes;

  ChipFile(int id, int shortId, int tag, int maxBytes) {
    this.id = id;
    this.shortId = shortId;
    this.tag = tag;
    this.maxBytes = maxBytes;
  }

  /// The two-byte file identifier.
  public int id() {
    return id;
  }

  /// The short file identifier, 5 bits.
  public int shortId() {
    return shortId;
  }

  /// The tag of the file's one data object.
  public int tag() {
    return tag;
  }

  /// The largest file accepted, tag and length included.
  public int maxBytes() {
    return maxBytes;
  }

  /// The file of data group `number`.
  ///
  /// @throws IllegalArgumentException if Urna does not read that data group
  public static ChipFile ofDataGroup(int number) {
    return switch (number) {
      case 1 -> DATA_GROUP_1;
      case 14 -> DATA_GROUP_14;
      case 15 -> DATA_GROUP_15;
      default -> throw new IllegalArgumentException("data group " + number + " is not read");
    };
  }
}
