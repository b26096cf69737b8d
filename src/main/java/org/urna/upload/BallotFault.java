package org.urna.upload;

/// A ballot for which the contract refuses its whole batch. The station verified both proofs before
/// it queued the ballot, so this is a fault of a machine, never routine.
///
/// @param index position in the batch, from 0
public record BallotFault(int index, ContractRefusal refusal) {}
