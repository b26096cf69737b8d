package org.urna.flow.voter;

import java.util.function.Consumer;
import org.urna.flow.Counted;
import org.urna.flow.Sound;
import org.urna.flow.Subscription;

/// What the voter's flow needs from the machine. Implemented by the assembly, which joins passport,
/// trust, enrolment, ballot and queue behind it. The driver calls each method on the thread that
/// its comment names; no method here may touch a screen.
public interface VoterServices {
  /// A new voter's session, which owns every secret of that voter. Called on the reader thread
  /// before the first passport is read; cheap.
  VoterSession openSession();

  /// Reports whether a passport lies on the reader: once at the start and then at every change,
  /// until the returned handle is closed. May report on any thread.
  Subscription watchReader(Consumer<ReaderPresence> listener);

  /// Waits for a machine readable zone from a scanner or camera. Says that there was none at once
  /// if the station has no scanner, and after a bounded time if nothing was shown. Background
  /// thread; interrupted when the key arrived otherwise.
  ScannedPage scanKey() throws InterruptedException;

  /// Prints a receipt and waits for the printer's acknowledgement. Background thread.
  ///
  /// @return whether the paper is out
  boolean printReceipt(VoterReceipt receipt) throws InterruptedException;

  /// Any thread; must return at once.
  void play(Sound sound);

  /// Adds to the station's counters. Any thread; must not block on the network.
  void count(Counted counted);

  /// A voter asks for a volunteer: raises the help flag on the volunteer's page.
  void callVolunteer();

  /// What the reader sees.
  enum ReaderPresence {
    NO_READER,
    EMPTY,
    PASSPORT
  }
}
