package org.urna.flow.voter;

import org.urna.flow.Language;
import org.urna.flow.Polls;

/// What every state of the voter's flow knows: nothing about a person.
///
/// @param passportThere whether a passport lies on the reader
/// @param readerThere whether there is a reader
/// @param helpAsked whether a volunteer was called
/// @param polls whether a next voter will be let in
public record Visit(
    Language language, boolean passportThere, boolean readerThere, boolean helpAsked, Polls polls) {

  /// An empty kiosk.
  public static Visit fresh(Language language, Polls polls) {
    return new Visit(language, false, true, false, polls);
  }

  Visit in(Language chosen) {
    return new Visit(chosen, passportThere, readerThere, helpAsked, polls);
  }

  Visit passport(boolean there) {
    return new Visit(language, there, there || readerThere, helpAsked, polls);
  }

  Visit reader(boolean there) {
    return new Visit(language, there && passportThere, there, helpAsked, polls);
  }

  public Visit help(boolean asked) {
    return new Visit(language, passportThere, readerThere, asked, polls);
  }

  public Visit polls(Polls now) {
    return new Visit(language, passportThere, readerThere, helpAsked, now);
  }
}
