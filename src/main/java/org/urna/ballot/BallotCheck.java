package org.urna.ballot;

/// What [BallotVerifier] says about a ballot.
public sealed interface BallotCheck {
  /// Both proofs hold for this election and this station.
  record Valid() implements BallotCheck {}

  /// The manifest has no variant of this index.
  record UnknownVariant(int variant) implements BallotCheck {}

  /// The ballot has another number of options than the election.
  record WrongOptionCount(int found, int expected) implements BallotCheck {}

  /// The enrolment proof does not prove that an eligible person of this election holds the badge.
  record EnrolmentProofRefused() implements BallotCheck {}

  /// The ballot proof does not prove one mark, or is of another badge, station, election or
  /// ciphertext.
  record BallotProofRefused() implements BallotCheck {}
}
