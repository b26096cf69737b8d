package org.urna.queue;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.urna.badge.Nullifier;
import org.urna.ballot.SealedBallot;

/// The ballot box of one station in one election. It keeps ballots and neither their order nor
/// their times. One owner at a time; calls may come from any thread and take turns.
///
/// A box is in one of two conditions: a polling day is open (ballots may be appended), or none is.
/// [#openDay] and [#cutBatches] move between them; both may be repeated after a crash.
public interface BallotQueue extends AutoCloseable {

  /// Opens the next polling day, or says again which day is open.
  ///
  /// @return the day's number, counted from 1
  /// @throws QueueException if there are ballots of no day: the box is not what it should be
  int openDay() throws QueueException;

  /// The open day's number, or 0 if no day is open.
  int openDayNumber() throws QueueException;

  /// The newest day's number, open or not; 0 before the first.
  int lastDayNumber() throws QueueException;

  /// Keeps `ballot`. When this returns [AppendResult.Queued] the ballot survives a power cut; only
  /// then may a voter be told so. The caller has verified both proofs.
  ///
  /// @throws IllegalStateException if no day is open
  /// @throws IllegalArgumentException if the ballot is not of this election's shape
  /// @throws QueueException if it could not be kept; the exception says whether it is certain that
  ///   nothing was kept
  AppendResult append(SealedBallot ballot) throws QueueException;

  /// Whether a ballot with this nullifier was ever queued here, in a batch or not.
  boolean holds(Nullifier nullifier) throws QueueException;

  /// Ballots that are in no batch yet: those of the open day. Before a day opens it must be 0.
  int ballotsToday() throws QueueException;

  /// All ballots ever queued here, those that were set aside among them.
  int ballotsInAll() throws QueueException;

  /// Ballots that were found damaged, in the order of their ids.
  List<SetAside> setAside() throws QueueException;

  /// Closes the open day and cuts all its ballots, in ascending order of nullifier, into the fewest
  /// parts of at most `batchMax` whose sizes differ by at most one. Parts are signed and kept in
  /// one step: after a crash there are either all of them or none, and a batch once cut never
  /// changes. Without an open day it returns the last day's batches, so it can be repeated.
  ///
  /// One ballot that the contract refuses would cost its whole batch. So every ballot is looked at
  /// again first, and what is damaged or not valid is set aside ([#setAside]).
  ///
  /// @param signer signs each batch; called once per batch, before the batch is kept
  /// @param isValid whether a ballot's proofs hold; asked from several threads, and a second time
  ///   before it is believed that they do not
  /// @return the day's batches that are whole, in order of sequence; empty if the day has no ballot
  List<Batch> cutBatches(int batchMax, BatchSigner signer, Predicate<SealedBallot> isValid)
      throws QueueException;

  /// Every batch ever cut, in order of sequence.
  List<BatchEntry> batches() throws QueueException;

  /// The batch with its ballots; nothing if there is no such batch, or one of its ballots was set
  /// aside since it was signed: without that ballot its signature is worth nothing.
  Optional<Batch> batch(BatchId id) throws QueueException;

  /// Moves a batch forward to `state`; the same state again, or one it has already passed, changes
  /// nothing.
  ///
  /// @throws IllegalArgumentException if there is no such batch
  void advance(BatchId id, BatchState state) throws QueueException;

  /// Checks the whole box: the file's own integrity and each batch against its signature. Ballots
  /// that were set aside are no problem of it: they are named by [#setAside].
  ///
  /// @return what is wrong, in words for the log; empty if nothing is
  List<String> check() throws QueueException;

  @Override
  void close() throws QueueException;
}
