package org.urna.flow.staff;

/// Why the station did not do what the volunteer asked, in words on the screen.
///
/// @param detail a figure, name or code that belongs to it; may be empty; the same in all languages
public record StationRefusal(Reason reason, String detail) {
  public enum Reason {
    BOX_NOT_EMPTY,
    NOT_READY,
    OUTSIDE_SCHEDULE,
    KEYS_MISSING,
    STORAGE,
    NO_NETWORK,
    WRONG_CHAIN,
    NO_CONTRACT,
    STATION_NOT_ACCREDITED,
    NOT_ENOUGH_FUNDS,
    TOO_LATE,
    CHAIN_REFUSED,
    NO_STICK,
    STICK_NOT_VERIFIED,
    INTERRUPTED,
    FAULT
  }
}
