package org.urna.flow.staff;

/// One line of the readiness list.
///
/// @param detail a figure, name or code; may be empty; the same in all languages
public record ReadinessLine(Item item, Verdict verdict, String detail) {
  public enum Verdict {
    PASS,
    WARN,
    FAIL
  }

  public enum Item {
    PACKAGE,
    ACCREDITATION,
    KEY_CEREMONY,
    APPLICATION,
    MODE,
    CLOCK,
    SCHEDULE,
    STORAGE,
    READER,
    PROOF,
    PROVING_KEYS,
    TRUST_LIST,
    STATION_KEYS,
    LOG,
    PRINTER,
    SCREEN,
    POWER,
    NETWORK,
    BALANCE,
    BOX
  }
}
