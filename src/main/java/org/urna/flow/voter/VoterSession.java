package org.urna.flow.voter;

import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/// One voter between the passport and the receipt. It owns the voter's secrets: the passport's data
/// until the proof exists, the badge, the sealed ballot until it is cast.
///
/// The driver calls one method at a time, in the order read, prove, then seal / destroy, then cast
/// or test; reading may be repeated after lost contact or a refused key. Every method is
/// interruptible where it throws `InterruptedException`; the driver interrupts a running one when
/// the voter leaves and closes the session when it has ended.
public interface VoterSession extends AutoCloseable {
  /// Reads and judges the passport on the reader. On the reader thread, some seconds.
  ///
  /// @param key lent for this call; the driver wipes it afterwards
  /// @param progress called with each step as it begins
  PassportOutcome readPassport(TypedKey key, Consumer<ReadingStep> progress)
      throws InterruptedException;

  /// Makes the enrolment proof, then wipes the passport's data. On a prover thread, up to minutes.
  ///
  /// @param progress called with a fraction 0 to 1
  ProofOutcome prove(DoubleConsumer progress) throws InterruptedException;

  /// Seals the choice: encrypts it in this call and proves the ballot. On a prover thread.
  ///
  /// @param option the index of the option in the manifest
  SealOutcome seal(int option, DoubleConsumer progress) throws InterruptedException;

  /// Destroys the sealed ballot; the badge stays and another choice can be sealed.
  void destroySealedBallot();

  /// Writes the sealed ballot durably and promises it. Never interrupted. Returns
  /// [CastOutcome.Cast] only after the write is durable, and [CastOutcome.NotCast] only if it is
  /// certain that nothing was kept.
  CastOutcome cast();

  /// Discloses what was sealed and destroys badge, proofs and ballot. Nothing is queued.
  TestOutcome test();

  /// Wipes everything that is left. May be called more than once; never fails.
  @Override
  void close();
}
