// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @title One round of one Urna election
/// @notice Takes batches of encrypted ballots, checks every proof, lets each person's first ballot count, and adds
/// the ciphertexts up; after the upload deadline takes the trustees' shares of the decryption of the sums, and the
/// counts. It has no owner, cannot be replaced or paused, and everything it compares with is fixed when it is made.
///
/// A contract accepts nothing between the legal close and the upload deadline: a batch that arrives then needs its
/// station's declaration (`declareClose`, and with it the trustees' powers to suspend a station, to declare for one
/// that died and to move both deadlines once). Those functions are not part of this version of the contract, and
/// nothing here stands in for them.
///
/// @dev A *ballot* in calldata is, in words of 32 bytes, for k options:
///   variant, nullifier, badge, 4·k ciphertext words (C1.x C1.y C2.x C2.y by option), 8 words of the enrolment
///   proof, 8 words of the ballot proof (A.x A.y B.x.c1 B.x.c0 B.y.c1 B.y.c0 C.x C.y).
/// All other public signals come from the contract itself.
interface IElection {
    // ------------------------------------------------------------------ values

    struct Point {
        uint256 x;
        uint256 y;
    }

    /// @param trustRoot Merkle root of the signers this variant trusts
    /// @param verifyingKey blob with the enrolment circuit's verifying key
    struct Variant {
        uint256 trustRoot;
        address verifyingKey;
    }

    /// @notice Seconds since 1970. Each moment belongs to what begins with it.
    /// @param opening the first second in which a batch is taken
    /// @param legalClose from here on only declared ballots could be taken
    /// @param declarationDeadline from here on no declaration could be taken
    /// @param uploadDeadline from here on no batch is taken, and the trustees decrypt
    struct Schedule {
        uint64 opening;
        uint64 legalClose;
        uint64 declarationDeadline;
        uint64 uploadDeadline;
    }

    /// @notice What the manifest fixes.
    /// @param manifestHash keccak-256 of the canonical manifest; the election's id is this modulo R
    /// @param variants by the manifest's order
    /// @param ballotVerifyingKey blob with the ballot circuit's verifying key
    /// @param decryptionVerifyingKey blob with the decryption circuit's verifying key
    /// @param jointKey the trustees' joint encryption key
    /// @param trusteeKeys each trustee's verification key; trustee number 1 comes first
    /// @param threshold how many trustees decrypt
    /// @param stations blobs of 24-byte entries: address, then 4 bytes of maxBallots; addresses strictly ascending
    /// over all blobs, 1,023 entries in every blob but the last
    struct Terms {
        bytes32 manifestHash;
        uint256 nullifierKeyCommitment;
        uint256 citizenship;
        uint256 bornOnOrBefore;
        uint256 passportValidOn;
        uint256 uniqueBy;
        Variant[] variants;
        address ballotVerifyingKey;
        address decryptionVerifyingKey;
        Point jointKey;
        Point[] trusteeKeys;
        uint256 threshold;
        uint256 optionCount;
        address[] stations;
        Schedule schedule;
    }

    /// @param station who sealed the batch
    /// @param sequence the batch's number at that station, from 1 to 2³¹ − 1, used once
    /// @param ballots the words of the ballots, in strictly ascending order of nullifier
    struct Batch {
        address station;
        uint64 sequence;
        uint256[] ballots;
    }

    /// @notice An ECDSA signature in the short form of EIP-2098: the top bit of vs is the parity, the rest is s.
    struct Signature {
        bytes32 r;
        bytes32 vs;
    }

    // ------------------------------------------------------------------ events

    /// @notice A station's batch was taken.
    event BatchAccepted(
        address indexed station, uint64 indexed sequence, bytes32 ballotsHash, uint256 accepted, uint256 skipped
    );
    /// @notice A batch that had been taken before was sent again; nothing changed.
    event BatchRepeated(address indexed station, uint64 indexed sequence, bytes32 ballotsHash);
    /// @notice A ballot was added to the sums.
    event BallotAccepted(bytes32 indexed code, uint256 indexed nullifier, address station, uint64 sequence);
    /// @notice A ballot with good proofs was left out because its person's ballot had been accepted before.
    event DuplicateBallotSkipped(bytes32 indexed code, uint256 indexed nullifier, address station, uint64 sequence);
    /// @notice A trustee's share of the decryption of the sums was verified and kept.
    /// @param partials x and y of the share, by option
    event PartialDecryptionPublished(uint256 indexed trustee, uint256[] partials);
    /// @notice The counts were checked against the sums. This ends the election.
    event ResultPublished(uint256[] counts, uint256 acceptedBallots);

    // ------------------------------------------------------------------ refusals

    /// @notice The caller is a contract, or an account with code. What a batch or a decryption says can be read by
    /// anyone only if it is the calldata of a transaction, and that is so only if an account without code calls.
    error NotCalledDirectly(address caller);
    /// @notice The calldata is longer, shorter or laid out otherwise than the one encoding of this call.
    error CalldataNotCanonical();
    /// @notice The batch holds no ballot.
    error BatchEmpty();
    /// @notice The words do not divide into ballots.
    error BallotIncomplete(uint256 words, uint256 wordsPerBallot);
    error NotOpenYet(uint256 opening, uint256 time);
    /// @notice After the legal close a batch needs a declaration, which this contract cannot take.
    error ClosedWithoutDeclaration(uint256 legalClose, uint256 time);
    error UploadDeadlinePassed(uint256 uploadDeadline, uint256 time);
    /// @notice Batches are numbered from 1 to 2³¹ − 1.
    error SequenceOutOfRange(uint64 sequence);
    error StationNotAccredited(address station);
    /// @notice The signature is malformed, or in its high-s form, or not the station's over this batch here.
    error SignatureNotOfStation(address station);
    /// @notice The station signed two different batches with one number.
    error SequenceUsedByAnotherBatch(address station, uint64 sequence, bytes32 acceptedHash, bytes32 refusedHash);
    error StationHasTooManyBallots(address station, uint256 maxBallots, uint256 wouldBe);
    error VariantUnknown(uint256 ballot, uint256 variant);
    error NullifiersNotAscending(uint256 ballot);
    /// @notice A nullifier, badge or ciphertext coordinate is not below R.
    error SignalOutOfField(uint256 ballot, uint256 word);
    /// @notice A coordinate of a proof is not below Q.
    error CoordinateOutOfField(uint256 ballot, uint256 word);
    error EnrolmentProofsRefused(uint256 variant);
    error BallotProofsRefused();

    error DecryptionNotOpenYet(uint256 uploadDeadline, uint256 time);
    error TrusteeUnknown(uint256 trustee);
    error PartialDecryptionKnown(uint256 trustee);
    error WrongLength(uint256 expected, uint256 found);
    /// @notice A coordinate of a partial decryption is not below R.
    error PartialOutOfField(uint256 word);
    error DecryptionProofRefused(uint256 trustee);
    error TooFewPartialDecryptions(uint256 published, uint256 threshold);
    error ResultKnown();
    error CountAboveAccepted(uint256 option, uint256 count, uint256 acceptedBallots);
    error CountsDoNotSum(uint256 sum, uint256 acceptedBallots);
    error CountDisagreesWithSum(uint256 option, uint256 count);

    /// @notice A value of the constructor cannot be one of an election; `what` names it.
    error TermRefused(string what);

    // ------------------------------------------------------------------ what anyone may do

    /// @notice Takes a batch. Anyone with a plain account may send it: the station's signature is what counts.
    /// @dev The same batch again changes nothing and says so by `BatchRepeated`. A ballot whose nullifier is used is
    /// left out and reported by `DuplicateBallotSkipped`. Any proof that does not hold reverts the whole batch and
    /// leaves its number free.
    /// @return accepted ballots that were added to the sums
    function cast(Batch calldata batch, Signature calldata signature) external returns (uint256 accepted);

    /// @notice Checks the ballots `from` … `to` − 1 of a batch as `cast` would and reverts as it would. For
    /// `eth_call`: halving the range finds a bad ballot. Looks at neither schedule, signature nor used nullifiers.
    function verifyBallots(Batch calldata batch, uint256 from, uint256 to) external view;

    /// @notice Keeps trustee number `trustee`'s (from 1) share of the decryption, once, from the upload deadline on.
    /// @param partials x and y of share·C1 by option
    /// @param proof that the share is the one behind the trustee's verification key
    function publishPartialDecryption(uint256 trustee, uint256[] calldata partials, uint256[8] calldata proof)
        external;

    /// @notice Keeps the counts by option, once `threshold` partial decryptions are there.
    /// @dev Each count must be at most the number of accepted ballots, they must sum to exactly that number, and
    /// Δ·C2 = Σ Δλ_j·D_j + Δ·count·B8 must hold for each option, over the published trustees with the lowest numbers.
    function publishResult(uint256[] calldata counts) external;

    // ------------------------------------------------------------------ what was fixed

    function manifestHash() external view returns (bytes32);

    function electionId() external view returns (uint256);

    function nullifierKeyCommitment() external view returns (uint256);

    function citizenship() external view returns (uint256);

    function bornOnOrBefore() external view returns (uint256);

    function passportValidOn() external view returns (uint256);

    function uniqueBy() external view returns (uint256);

    function variantCount() external view returns (uint256);

    function variant(uint256 index) external view returns (uint256 trustRoot, bytes32 verifyingKeyHash);

    function ballotVerifyingKeyHash() external view returns (bytes32);

    function decryptionVerifyingKeyHash() external view returns (bytes32);

    function optionCount() external view returns (uint256);

    function jointKey() external view returns (Point memory);

    function threshold() external view returns (uint256);

    function trusteeCount() external view returns (uint256);

    /// @param trustee from 1
    function trusteeKey(uint256 trustee) external view returns (Point memory);

    function stationCount() external view returns (uint256);

    /// @param index by ascending address
    function stationAt(uint256 index) external view returns (address station, uint256 maxBallots);

    function schedule() external view returns (Schedule memory);

    // ------------------------------------------------------------------ what happened

    function acceptedBallots() external view returns (uint256);

    function acceptedBallotsOf(address station) external view returns (uint256);

    /// @return the hash of the ballots of the batch taken under this number, or zero
    function batchHash(address station, uint64 sequence) external view returns (bytes32);

    function isNullifierUsed(uint256 nullifier) external view returns (bool);

    /// @return C1.x C1.y C2.x C2.y of the sum of the accepted ballots' ciphertexts for one option
    function encryptedSum(uint256 option) external view returns (uint256[4] memory);

    /// @return x and y by option, or nothing while the trustee has not published
    function partialDecryption(uint256 trustee) external view returns (uint256[] memory);

    /// @return the counts by option, or nothing while there is no result
    function result() external view returns (uint256[] memory);
}
