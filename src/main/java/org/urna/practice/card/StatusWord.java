package org.urna.practice.card;

/// Status words a passport chip answers with (ISO/IEC 7816-4 §5.6).
final class StatusWord {
  static final int OK = 0x9000;
  static final int MORE_BYTES = 0x6100;
  static final int END_OF_FILE = 0x6282;
  static final int AUTHENTICATION_FAILED = 0x6300;
  static final int WRONG_LENGTH = 0x6700;
  static final int LOGICAL_CHANNEL_UNSUPPORTED = 0x6881;
  static final int LAST_OF_CHAIN_EXPECTED = 0x6883;
  static final int CHAINING_UNSUPPORTED = 0x6884;
  static final int SECURITY_STATUS_NOT_SATISFIED = 0x6982;
  static final int BLOCKED = 0x6983;
  static final int CONDITIONS_NOT_SATISFIED = 0x6985;
  static final int NO_CURRENT_FILE = 0x6986;
  static final int SECURE_MESSAGING_OBJECT_MISSING = 0x6987;
  static final int SECURE_MESSAGING_OBJECT_WRONG = 0x6988;
  static final int WRONG_DATA = 0x6A80;
  static final int FILE_NOT_FOUND = 0x6A82;
  static final int WRONG_P1_P2 = 0x6A86;
  static final int REFERENCED_DATA_NOT_FOUND = 0x6A88;
  static final int OFFSET_OUTSIDE_FILE = 0x6B00;
  static final int EXACT_LENGTH = 0x6C00;
  static final int UNKNOWN_INSTRUCTION = 0x6D00;
  static final int UNKNOWN_CLASS = 0x6E00;

  private StatusWord() {}
}
