// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {BabyJubJub} from "./BabyJubJub.sol";
import {Bn254} from "./Bn254.sol";
import {CodeBlob} from "./CodeBlob.sol";
import {Groth16} from "./Groth16.sol";
import {IElection} from "./IElection.sol";
import {BallotSignals, DecryptionSignals, EnrolmentSignals} from "./PublicSignals.sol";
import {ThresholdDecryption} from "./ThresholdDecryption.sol";

/// @title Election
/// @notice See {IElection}.
/// @dev Gas, per ballot of five options: two pairs of the multi-pairings (68,000), four scalar multiplications
/// (24,000), one new storage word for the nullifier (22,100), 1,248 bytes of calldata (20,000). Everything that is
/// the same in every proof is folded into one point per circuit by the constructor and kept, with the other points
/// a batch needs, as contract code (CodeBlob). What is the same for a whole batch is paid once: three pairs per
/// circuit, one scalar multiplication per differing signal, one field inversion, and the storage of the sums.
contract Election is IElection, EIP712 {
    bytes32 private constant BATCH_TYPEHASH = keccak256("Batch(uint64 sequence,uint32 count,bytes32 ballotsHash)");

    // Words of a ballot in calldata, see IElection.
    uint256 private constant VARIANT = 0;
    uint256 private constant NULLIFIER = 1;
    uint256 private constant BADGE = 2;
    uint256 private constant CIPHERTEXTS = 3;
    uint256 private constant CIPHERTEXT_WORDS = 4;

    // The blob of variants: trust root, hash of the verifying key, short key for the signals nullifier and badge.
    uint256 private constant VARIANT_SIGNALS = 2;
    uint256 private constant VARIANT_KEY_OFFSET = 64;
    uint256 private constant VARIANT_BYTES =
        VARIANT_KEY_OFFSET + Groth16.KEY_HEAD_BYTES + Groth16.POINT_BYTES * (1 + VARIANT_SIGNALS);

    /// @dev What the program keeps numbers in; a batch beyond could not be read back by it.
    uint64 private constant LAST_SEQUENCE = 2 ** 31 - 1;

    uint256 private constant STATION_BYTES = 24;
    /// @dev As many as fit into the largest blob.
    uint256 private constant STATIONS_PER_BLOB = 1023;

    bytes32 public immutable manifestHash;
    uint256 public immutable electionId;
    uint256 public immutable nullifierKeyCommitment;
    uint256 public immutable citizenship;
    uint256 public immutable bornOnOrBefore;
    uint256 public immutable passportValidOn;
    uint256 public immutable uniqueBy;
    uint256 public immutable variantCount;
    bytes32 public immutable ballotVerifyingKeyHash;
    bytes32 public immutable decryptionVerifyingKeyHash;
    uint256 public immutable optionCount;
    uint256 public immutable threshold;
    uint256 public immutable trusteeCount;
    uint256 public immutable stationCount;

    uint256 private immutable _jointKeyX;
    uint256 private immutable _jointKeyY;
    uint64 private immutable _opening;
    uint64 private immutable _legalClose;
    uint64 private immutable _declarationDeadline;
    uint64 private immutable _uploadDeadline;

    /// @dev keccak-256 of the verifying keys' hashes: enrolment by variant, then ballot.
    bytes32 private immutable _verifyingKeysId;
    address private immutable _variants;
    /// @dev Short key for badge and ciphertexts, and behind it the station signal's point.
    address private immutable _ballotKey;
    address private immutable _decryptionKey;
    address private immutable _trusteeKeys;
    /// @dev Blob of the addresses of the blobs of stations.
    address private immutable _stations;

    mapping(address station => mapping(uint64 sequence => bytes32 ballotsHash)) private _batches;
    mapping(address station => uint256 count) private _acceptedOf;
    mapping(uint256 nullifier => bool used) private _used;
    uint256 private _accepted;
    /// @dev Affine coordinates, four words per option; meaningless while nothing was accepted.
    mapping(uint256 word => uint256 value) private _sums;
    /// @dev By trustee, from 1: a blob of two words per option.
    mapping(uint256 trustee => address blob) private _partials;
    uint256[] private _counts;

    constructor(Terms memory terms) EIP712("Urna", "1") {
        manifestHash = terms.manifestHash;
        electionId = uint256(terms.manifestHash) % Bn254.R;
        nullifierKeyCommitment = _signal(terms.nullifierKeyCommitment, "nullifierKeyCommitment");
        citizenship = _signal(terms.citizenship, "citizenship");
        bornOnOrBefore = _signal(terms.bornOnOrBefore, "bornOnOrBefore");
        passportValidOn = _signal(terms.passportValidOn, "passportValidOn");
        uniqueBy = _signal(terms.uniqueBy, "uniqueBy");
        optionCount = terms.optionCount;
        _jointKeyX = terms.jointKey.x;
        _jointKeyY = terms.jointKey.y;

        Schedule memory s = terms.schedule;
        if (s.opening >= s.legalClose) revert TermRefused("legalClose");
        if (s.legalClose > s.declarationDeadline) revert TermRefused("declarationDeadline");
        if (s.declarationDeadline > s.uploadDeadline) revert TermRefused("uploadDeadline");
        if (s.uploadDeadline <= block.timestamp) revert TermRefused("uploadDeadline");
        _opening = s.opening;
        _legalClose = s.legalClose;
        _declarationDeadline = s.declarationDeadline;
        _uploadDeadline = s.uploadDeadline;

        bytes32 enrolmentKeysHash;
        variantCount = terms.variants.length;
        (_variants, enrolmentKeysHash) = _writeVariants(terms);
        bytes32 ballotKeyHash;
        (_ballotKey, ballotKeyHash) = _writeBallotKey(terms);
        ballotVerifyingKeyHash = ballotKeyHash;
        _verifyingKeysId = keccak256(abi.encode(enrolmentKeysHash, ballotKeyHash));
        _decryptionKey = terms.decryptionVerifyingKey;
        decryptionVerifyingKeyHash = _checkDecryptionKey(terms);
        threshold = terms.threshold;
        trusteeCount = terms.trusteeKeys.length;
        _trusteeKeys = _writeTrusteeKeys(terms);
        (_stations, stationCount) = _writeStations(terms.stations);
    }

    // ------------------------------------------------------------------ casting

    /// @inheritdoc IElection
    function cast(Batch calldata batch, Signature calldata signature) external returns (uint256 accepted) {
        _requireDirectCall();
        _requireCanonical(batch);
        uint256 count = _countBallots(batch);
        if (block.timestamp < _opening) revert NotOpenYet(_opening, block.timestamp);
        if (block.timestamp >= _uploadDeadline) revert UploadDeadlinePassed(_uploadDeadline, block.timestamp);
        if (block.timestamp >= _legalClose) revert ClosedWithoutDeclaration(_legalClose, block.timestamp);

        if (batch.sequence == 0 || batch.sequence > LAST_SEQUENCE) revert SequenceOutOfRange(batch.sequence);
        uint256 maxBallots = _maxBallotsOf(batch.station);
        bytes32 ballotsHash = _hashBallots(batch.ballots, count);
        _requireSignature(batch, count, ballotsHash, signature);

        bytes32 known = _batches[batch.station][batch.sequence];
        if (known == ballotsHash) {
            emit BatchRepeated(batch.station, batch.sequence, ballotsHash);
            return 0;
        }
        if (known != 0) revert SequenceUsedByAnotherBatch(batch.station, batch.sequence, known, ballotsHash);

        _verify(batch, 0, count, ballotsHash);

        _batches[batch.station][batch.sequence] = ballotsHash;
        accepted = _record(batch, count);
        uint256 acceptedOfStation = _acceptedOf[batch.station] + accepted;
        if (acceptedOfStation > maxBallots) {
            revert StationHasTooManyBallots(batch.station, maxBallots, acceptedOfStation);
        }
        _acceptedOf[batch.station] = acceptedOfStation;
        emit BatchAccepted(batch.station, batch.sequence, ballotsHash, accepted, count - accepted);
    }

    /// @inheritdoc IElection
    function verifyBallots(Batch calldata batch, uint256 from, uint256 to) external view {
        uint256 count = _countBallots(batch);
        if (from >= to || to > count) revert WrongLength(count, to);
        _maxBallotsOf(batch.station);
        _verify(batch, from, to, _hashBallots(batch.ballots, count));
    }

    /// @dev Then the transaction's input is this call's calldata, and an auditor finds every proof there. An account
    /// without code cannot make a call within a call, and a contract in its constructor is not the origin.
    function _requireDirectCall() private view {
        if (msg.sender != tx.origin || msg.sender.code.length != 0) revert NotCalledDirectly(msg.sender);
    }

    /// @dev ABI decoding would accept any offsets and any bytes behind the end. A batch has one encoding here:
    /// head (offset 0x60, r, vs), batch (station, sequence, offset 0x60, length), words, end.
    function _requireCanonical(Batch calldata batch) private pure {
        uint256 batchOffset;
        uint256 wordsOffset;
        assembly ("memory-safe") {
            batchOffset := calldataload(0x04)
            wordsOffset := calldataload(0xa4)
        }
        if (
            batchOffset != 0x60 || wordsOffset != 0x60
                || msg.data.length != 4 + 3 * 32 + 4 * 32 + batch.ballots.length * 32
        ) revert CalldataNotCanonical();
    }

    /// @dev Head (trustee, offset 0x140, eight words of the proof), length, words, end. A share is kept once: had
    /// somebody resent a trustee's call with a byte behind its end, no auditor could read its proof ever after.
    function _requireCanonicalDecryption(uint256 words) private pure {
        uint256 partialsOffset;
        assembly ("memory-safe") {
            partialsOffset := calldataload(0x24)
        }
        if (partialsOffset != 0x140 || msg.data.length != 4 + 10 * 32 + 32 + words * 32) revert CalldataNotCanonical();
    }

    function _ballotWords() private view returns (uint256) {
        return CIPHERTEXTS + CIPHERTEXT_WORDS * optionCount + 2 * Groth16.PROOF_WORDS;
    }

    function _countBallots(Batch calldata batch) private view returns (uint256 count) {
        uint256 words = batch.ballots.length;
        uint256 wordsPerBallot = _ballotWords();
        if (words == 0) revert BatchEmpty();
        if (words % wordsPerBallot != 0) revert BallotIncomplete(words, wordsPerBallot);
        return words / wordsPerBallot;
    }

    /// @dev keccak-256 of the concatenated hashes of the ballots' words.
    function _hashBallots(uint256[] calldata words, uint256 count) private view returns (bytes32 hash) {
        uint256 ballotBytes = _ballotWords() * 32;
        assembly ("memory-safe") {
            let buffer := mload(0x40)
            let hashes := add(buffer, ballotBytes)
            let pos := words.offset
            for { let i := 0 } lt(i, count) { i := add(i, 1) } {
                calldatacopy(buffer, pos, ballotBytes)
                mstore(add(hashes, shl(5, i)), keccak256(buffer, ballotBytes))
                pos := add(pos, ballotBytes)
            }
            hash := keccak256(hashes, shl(5, count))
        }
    }

    function _requireSignature(Batch calldata batch, uint256 count, bytes32 ballotsHash, Signature calldata signature)
        private
        view
    {
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(BATCH_TYPEHASH, batch.sequence, count, ballotsHash)));
        (address signer, ECDSA.RecoverError failure,) = ECDSA.tryRecover(digest, signature.r, signature.vs);
        if (failure != ECDSA.RecoverError.NoError || signer != batch.station) {
            revert SignatureNotOfStation(batch.station);
        }
    }

    /// @dev Verifies ballots from … to − 1. The coefficients come from everything that went into the proofs: the
    /// contract's address stands for the signals it supplies itself, `ballotsHash` for all words of the ballots.
    function _verify(Batch calldata batch, uint256 from, uint256 to, bytes32 ballotsHash) private view {
        uint256[] memory variants = _checkWords(batch.ballots, from, to);
        uint256 n = to - from;
        uint256[] memory coefficients = new uint256[](n);
        bytes32 seed =
            keccak256(abi.encode(block.chainid, address(this), _verifyingKeysId, batch.station, ballotsHash));
        unchecked {
            for (uint256 i = 0; i < n; ++i) {
                coefficients[i] = _coefficient(seed, from + i);
            }
        }
        Groth16.Layout memory shape;
        {
            uint256[] calldata words = batch.ballots;
            uint256 start;
            assembly ("memory-safe") {
                start := words.offset
            }
            shape.start = start;
        }
        shape.stride = _ballotWords() * 32;
        _verifyEnrolments(shape, variants, coefficients, from);
        _verifyBallotProofs(shape, batch.station, coefficients, from);
    }

    /// @dev The first 128 bits of keccak-256(seed, index).
    function _coefficient(bytes32 seed, uint256 index) private pure returns (uint256 r) {
        assembly ("memory-safe") {
            mstore(0x00, seed)
            mstore(0x20, index)
            r := shr(128, keccak256(0x00, 0x40))
        }
    }

    /// @dev Ranges, order and variants, which no proof sees.
    /// @return variants of the ballots
    function _checkWords(uint256[] calldata words, uint256 from, uint256 to)
        private
        view
        returns (uint256[] memory variants)
    {
        variants = new uint256[](to - from);
        uint256 stride = _ballotWords();
        uint256 signalsEnd = stride - 2 * Groth16.PROOF_WORDS;
        uint256 known = variantCount;
        uint256 previous;
        // Nothing here can overflow: every number is bounded by the length of the calldata.
        unchecked {
            uint256 pos;
            assembly ("memory-safe") {
                pos := add(words.offset, mul(shl(5, stride), from))
            }
            for (uint256 i = from; i < to; ++i) {
                uint256 v = _calldataWord(pos);
                if (v >= known) revert VariantUnknown(i, v);
                variants[i - from] = v;
                uint256 word = _firstNotBelow(pos, NULLIFIER, signalsEnd, Bn254.R);
                if (word != signalsEnd) revert SignalOutOfField(i, word);
                word = _firstNotBelow(pos, signalsEnd, stride, Bn254.Q);
                if (word != stride) revert CoordinateOutOfField(i, word);
                uint256 nullifier = _calldataWord(pos + 32 * NULLIFIER);
                if (i != from && nullifier <= previous) revert NullifiersNotAscending(i);
                previous = nullifier;
                pos += 32 * stride;
            }
        }
    }

    /// @return word the first of the words from … to − 1 at calldata offset `pos` that is not below `bound`, or `to`
    function _firstNotBelow(uint256 pos, uint256 from, uint256 to, uint256 bound) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            let end := add(pos, shl(5, to))
            let i := add(pos, shl(5, from))
            for {} and(lt(i, end), lt(calldataload(i), bound)) { i := add(i, 0x20) } {}
            word := shr(5, sub(i, pos))
        }
    }

    /// @dev One multi-pairing per variant that occurs: each has its own circuit or trust root.
    function _verifyEnrolments(
        Groth16.Layout memory shape,
        uint256[] memory variants,
        uint256[] memory coefficients,
        uint256 from
    ) private view {
        shape.signals = 32 * NULLIFIER;
        shape.signalCount = VARIANT_SIGNALS;
        shape.proof = shape.stride - 64 * Groth16.PROOF_WORDS;
        for (uint256 v = 0; v < variantCount; ++v) {
            (uint256[] memory ballots, uint256[] memory chosen) = _ofVariant(variants, coefficients, from, v);
            if (ballots.length == 0) continue;
            uint256 key = _address(CodeBlob.read(_variants, v * VARIANT_BYTES, VARIANT_BYTES)) + VARIANT_KEY_OFFSET;
            if (!Groth16.verifyBatch(key, shape, ballots, chosen)) revert EnrolmentProofsRefused(v);
        }
    }

    function _ofVariant(uint256[] memory variants, uint256[] memory coefficients, uint256 from, uint256 v)
        private
        pure
        returns (uint256[] memory ballots, uint256[] memory chosen)
    {
        uint256 n = variants.length;
        ballots = new uint256[](n);
        chosen = new uint256[](n);
        uint256 found;
        unchecked {
            for (uint256 i = 0; i < n; ++i) {
                if (variants[i] == v) {
                    ballots[found] = from + i;
                    chosen[found] = coefficients[i];
                    ++found;
                }
            }
        }
        assembly ("memory-safe") {
            mstore(ballots, found)
            mstore(chosen, found)
        }
    }

    function _verifyBallotProofs(
        Groth16.Layout memory shape,
        address station,
        uint256[] memory coefficients,
        uint256 from
    ) private view {
        uint256 n = coefficients.length;
        uint256[] memory ballots = new uint256[](n);
        for (uint256 i = 0; i < n; ++i) {
            ballots[i] = from + i;
        }
        shape.signals = 32 * BADGE;
        shape.signalCount = 1 + CIPHERTEXT_WORDS * optionCount;
        shape.proof = shape.stride - 32 * Groth16.PROOF_WORDS;
        uint256 stationPoint = Groth16.KEY_HEAD_BYTES + Groth16.POINT_BYTES * (1 + shape.signalCount);
        uint256 key = _address(CodeBlob.read(_ballotKey, 0, stationPoint + Groth16.POINT_BYTES));
        // The station is the same in the whole batch: it joins the constants.
        uint256 base = key + Groth16.KEY_HEAD_BYTES;
        (uint256 x, uint256 y) = Groth16._multiplyAdd(
            _memoryWord(base), _memoryWord(base + 32), key + stationPoint, uint256(uint160(station))
        );
        assembly ("memory-safe") {
            mstore(base, x)
            mstore(add(base, 0x20), y)
        }
        if (!Groth16.verifyBatch(key, shape, ballots, coefficients)) revert BallotProofsRefused();
    }

    /// @dev Marks nullifiers, adds ciphertexts to the sums, reports each ballot.
    function _record(Batch calldata batch, uint256 count) private returns (uint256 accepted) {
        uint256 ballotBytes = 32 * _ballotWords();
        address station = batch.station;
        uint64 sequence = batch.sequence;
        uint256 sums = _loadSums();
        uint256 pos;
        {
            uint256[] calldata ballots = batch.ballots;
            assembly ("memory-safe") {
                pos := ballots.offset
            }
        }
        unchecked {
            for (uint256 end = pos + count * ballotBytes; pos != end; pos += ballotBytes) {
                uint256 nullifier = _calldataWord(pos + 32 * NULLIFIER);
                bytes32 code = _ballotCode(station, pos);
                if (_used[nullifier]) {
                    emit DuplicateBallotSkipped(code, nullifier, station, sequence);
                    continue;
                }
                _used[nullifier] = true;
                ++accepted;
                _addCiphertexts(sums, pos + 32 * CIPHERTEXTS);
                emit BallotAccepted(code, nullifier, station, sequence);
            }
        }
        if (accepted != 0) {
            _storeSums(sums);
            _accepted += accepted;
        }
    }

    /// @dev keccak-256 of election id, station, badge and ciphertext words.
    function _ballotCode(address station, uint256 pos) private view returns (bytes32 code) {
        uint256 id = electionId;
        uint256 signalBytes = 32 * (1 + CIPHERTEXT_WORDS * optionCount);
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, id)
            mstore(add(free, 0x20), station)
            calldatacopy(add(free, 0x40), add(pos, 0x40), signalBytes)
            code := keccak256(free, add(0x40, signalBytes))
        }
    }

    /// @return pos memory address of 2·optionCount projective points: C1 and C2 by option
    function _loadSums() private view returns (uint256 pos) {
        uint256 points = 2 * optionCount;
        bool empty = _accepted == 0;
        bytes memory buffer = new bytes(points * BabyJubJub.POINT_BYTES);
        pos = _address(buffer);
        for (uint256 i = 0; i < points; ++i) {
            uint256 x = empty ? 0 : _sums[2 * i];
            uint256 y = empty ? 1 : _sums[2 * i + 1];
            assembly ("memory-safe") {
                let p := add(pos, mul(i, 96))
                mstore(p, x)
                mstore(add(p, 0x20), y)
                mstore(add(p, 0x40), 1)
            }
        }
    }

    function _addCiphertexts(uint256 sums, uint256 pos) private view {
        unchecked {
            uint256 end = sums + 2 * optionCount * BabyJubJub.POINT_BYTES;
            for (; sums != end; sums += BabyJubJub.POINT_BYTES) {
                BabyJubJub.addAffine(sums, _calldataWord(pos), _calldataWord(pos + 32));
                pos += 64;
            }
        }
    }

    function _storeSums(uint256 sums) private {
        uint256 points = 2 * optionCount;
        BabyJubJub.normalise(sums, points);
        unchecked {
            for (uint256 i = 0; i < points; ++i) {
                _sums[2 * i] = _memoryWord(sums);
                _sums[2 * i + 1] = _memoryWord(sums + 32);
                sums += BabyJubJub.POINT_BYTES;
            }
        }
    }

    // ------------------------------------------------------------------ counting

    /// @inheritdoc IElection
    function publishPartialDecryption(uint256 trustee, uint256[] calldata partials, uint256[8] calldata proof)
        external
    {
        _requireDirectCall();
        _requireCanonicalDecryption(partials.length);
        if (block.timestamp < _uploadDeadline) revert DecryptionNotOpenYet(_uploadDeadline, block.timestamp);
        if (trustee == 0 || trustee > trusteeCount) revert TrusteeUnknown(trustee);
        if (_partials[trustee] != address(0)) revert PartialDecryptionKnown(trustee);
        if (partials.length != 2 * optionCount) revert WrongLength(2 * optionCount, partials.length);
        for (uint256 i = 0; i < partials.length; ++i) {
            if (partials[i] >= Bn254.R) revert PartialOutOfField(i);
        }
        bytes memory key = CodeBlob.read(_decryptionKey, 0, CodeBlob.length(_decryptionKey));
        uint256[] memory signals = _decryptionSignals(key.length, trustee, partials);
        if (!Groth16.verify(_address(key), signals, proof)) revert DecryptionProofRefused(trustee);
        _partials[trustee] = CodeBlob.write(abi.encodePacked(partials));
        emit PartialDecryptionPublished(trustee, partials);
    }

    /// @inheritdoc IElection
    function publishResult(uint256[] calldata counts) external {
        if (_counts.length != 0) revert ResultKnown();
        if (counts.length != optionCount) revert WrongLength(optionCount, counts.length);
        uint256 accepted = _accepted;
        uint256 sum;
        for (uint256 option = 0; option < counts.length; ++option) {
            if (counts[option] > accepted) revert CountAboveAccepted(option, counts[option], accepted);
            sum += counts[option];
        }
        if (sum != accepted) revert CountsDoNotSum(sum, accepted);

        uint256[] memory trustees = _firstPublished();
        int256[] memory coefficients = ThresholdDecryption.coefficients(trustees, trusteeCount);
        int256 delta = int256(ThresholdDecryption.delta(trusteeCount));
        for (uint256 option = 0; option < counts.length; ++option) {
            if (!_opensTo(option, counts[option], trustees, coefficients, delta)) {
                revert CountDisagreesWithSum(option, counts[option]);
            }
        }
        _counts = counts;
        emit ResultPublished(counts, accepted);
    }

    /// @dev Whether Σ Δλ_j·D_j + Δ·count·B8 − Δ·C2 is the identity. `count` is at most the number of ballots.
    function _opensTo(
        uint256 option,
        uint256 count,
        uint256[] memory trustees,
        int256[] memory coefficients,
        int256 delta
    ) private view returns (bool) {
        uint256 n = trustees.length;
        uint256[] memory points = new uint256[](2 * (n + 2));
        int256[] memory scalars = new int256[](n + 2);
        for (uint256 j = 0; j < n; ++j) {
            address blob = _partials[trustees[j]];
            points[2 * j] = CodeBlob.word(blob, 64 * option);
            points[2 * j + 1] = CodeBlob.word(blob, 64 * option + 32);
            scalars[j] = coefficients[j];
        }
        points[2 * n] = BabyJubJub.B8_X;
        points[2 * n + 1] = BabyJubJub.B8_Y;
        scalars[n] = delta * int256(count);
        uint256[4] memory c = encryptedSum(option);
        points[2 * n + 2] = c[2];
        points[2 * n + 3] = c[3];
        scalars[n + 1] = -delta;
        return ThresholdDecryption.isZero(points, scalars);
    }

    /// @return trustees the lowest `threshold` numbers of trustees that have published
    function _firstPublished() private view returns (uint256[] memory trustees) {
        trustees = new uint256[](threshold);
        uint256 found;
        for (uint256 j = 1; j <= trusteeCount && found < threshold; ++j) {
            if (_partials[j] != address(0)) trustees[found++] = j;
        }
        if (found < threshold) revert TooFewPartialDecryptions(found, threshold);
    }

    function _decryptionSignals(uint256 keyBytes, uint256 trustee, uint256[] calldata partials)
        private
        view
        returns (uint256[] memory signals)
    {
        uint256 signalCount = _signalCount(keyBytes);
        uint256 slots = (signalCount - DecryptionSignals.C1) / 4;
        uint256 partialsAt = DecryptionSignals.C1 + 2 * slots;
        signals = new uint256[](signalCount);
        Point memory key = trusteeKey(trustee);
        signals[DecryptionSignals.ELECTION_ID] = electionId;
        signals[DecryptionSignals.VERIFICATION_KEY] = key.x;
        signals[DecryptionSignals.VERIFICATION_KEY + 1] = key.y;
        signals[DecryptionSignals.OPTION_COUNT] = optionCount;
        for (uint256 i = 0; i < slots; ++i) {
            bool sent = i < optionCount;
            uint256[4] memory c;
            if (sent) c = encryptedSum(i);
            signals[DecryptionSignals.C1 + 2 * i] = c[0];
            signals[DecryptionSignals.C1 + 2 * i + 1] = sent ? c[1] : 1;
            signals[partialsAt + 2 * i] = sent ? partials[2 * i] : 0;
            signals[partialsAt + 2 * i + 1] = sent ? partials[2 * i + 1] : 1;
        }
    }

    // ------------------------------------------------------------------ reading

    /// @inheritdoc IElection
    function variant(uint256 index) external view returns (uint256 trustRoot, bytes32 verifyingKeyHash) {
        if (index >= variantCount) revert WrongLength(variantCount, index);
        trustRoot = CodeBlob.word(_variants, index * VARIANT_BYTES);
        verifyingKeyHash = bytes32(CodeBlob.word(_variants, index * VARIANT_BYTES + 32));
    }

    /// @inheritdoc IElection
    function jointKey() external view returns (Point memory) {
        return Point(_jointKeyX, _jointKeyY);
    }

    /// @inheritdoc IElection
    function trusteeKey(uint256 trustee) public view returns (Point memory) {
        if (trustee == 0 || trustee > trusteeCount) revert TrusteeUnknown(trustee);
        uint256 pos = 64 * (trustee - 1);
        return Point(CodeBlob.word(_trusteeKeys, pos), CodeBlob.word(_trusteeKeys, pos + 32));
    }

    /// @inheritdoc IElection
    function stationAt(uint256 index) external view returns (address station, uint256 maxBallots) {
        if (index >= stationCount) revert WrongLength(stationCount, index);
        return _stationEntry(index);
    }

    /// @inheritdoc IElection
    function schedule() external view returns (Schedule memory) {
        return Schedule(_opening, _legalClose, _declarationDeadline, _uploadDeadline);
    }

    /// @inheritdoc IElection
    function acceptedBallots() external view returns (uint256) {
        return _accepted;
    }

    /// @inheritdoc IElection
    function acceptedBallotsOf(address station) external view returns (uint256) {
        return _acceptedOf[station];
    }

    /// @inheritdoc IElection
    function batchHash(address station, uint64 sequence) external view returns (bytes32) {
        return _batches[station][sequence];
    }

    /// @inheritdoc IElection
    function isNullifierUsed(uint256 nullifier) external view returns (bool) {
        return _used[nullifier];
    }

    /// @inheritdoc IElection
    function encryptedSum(uint256 option) public view returns (uint256[4] memory sum) {
        if (option >= optionCount) revert WrongLength(optionCount, option);
        if (_accepted == 0) return [uint256(0), 1, 0, 1];
        for (uint256 i = 0; i < CIPHERTEXT_WORDS; ++i) {
            sum[i] = _sums[CIPHERTEXT_WORDS * option + i];
        }
    }

    /// @inheritdoc IElection
    function partialDecryption(uint256 trustee) external view returns (uint256[] memory partials) {
        address blob = _partials[trustee];
        if (blob == address(0)) return partials;
        partials = new uint256[](2 * optionCount);
        for (uint256 i = 0; i < partials.length; ++i) {
            partials[i] = CodeBlob.word(blob, 32 * i);
        }
    }

    /// @inheritdoc IElection
    function result() external view returns (uint256[] memory) {
        return _counts;
    }

    // ------------------------------------------------------------------ stations

    /// @dev Binary search in the blob; reverts for an address that is not in it.
    function _maxBallotsOf(address station) private view returns (uint256) {
        uint256 low = 0;
        uint256 high = stationCount;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            (address found, uint256 maxBallots) = _stationEntry(middle);
            if (found == station) return maxBallots;
            if (found < station) low = middle + 1;
            else high = middle;
        }
        revert StationNotAccredited(station);
    }

    function _stationEntry(uint256 index) private view returns (address station, uint256 maxBallots) {
        uint256 blob = CodeBlob.word(_stations, 20 * (index / STATIONS_PER_BLOB)) >> 96;
        return _stationIn(address(uint160(blob)), index % STATIONS_PER_BLOB);
    }

    function _stationIn(address blob, uint256 index) private view returns (address station, uint256 maxBallots) {
        uint256 entry = CodeBlob.word(blob, index * STATION_BYTES);
        return (address(uint160(entry >> 96)), uint32(entry >> 64));
    }

    // ------------------------------------------------------------------ construction

    function _signal(uint256 value, string memory what) private pure returns (uint256) {
        if (value >= Bn254.R) revert TermRefused(what);
        return value;
    }

    /// @dev Public signals a verifying key of this many bytes is for.
    function _signalCount(uint256 keyBytes) private pure returns (uint256) {
        return (keyBytes - Groth16.KEY_HEAD_BYTES) / Groth16.POINT_BYTES - 1;
    }

    function _readKey(address blob, string memory what) private view returns (bytes memory key) {
        uint256 size = CodeBlob.length(blob);
        if (size < Groth16.KEY_HEAD_BYTES + Groth16.POINT_BYTES) revert TermRefused(what);
        if ((size - Groth16.KEY_HEAD_BYTES) % Groth16.POINT_BYTES != 0) revert TermRefused(what);
        return CodeBlob.read(blob, 0, size);
    }

    /// @dev The point that a verifying key holds for public signal number `signal`.
    function _pointOf(address blob, uint256 signal) private view returns (bytes memory) {
        return CodeBlob.read(
            blob, Groth16.KEY_HEAD_BYTES + Groth16.POINT_BYTES * (1 + signal), Groth16.POINT_BYTES
        );
    }

    /// @dev α, β, γ, δ and the constants' point.
    function _foldKey(bytes memory key, uint256[] memory constants) private view returns (bytes memory) {
        (uint256 x, uint256 y) = Groth16.foldConstants(_address(key), constants);
        bytes memory head = new bytes(Groth16.KEY_HEAD_BYTES);
        assembly ("memory-safe") {
            mcopy(add(head, 0x20), add(key, 0x20), 448)
        }
        return abi.encodePacked(head, x, y);
    }

    function _writeVariants(Terms memory terms) private returns (address blob, bytes32 keysHash) {
        if (terms.variants.length == 0) revert TermRefused("variants");
        bytes memory data;
        for (uint256 v = 0; v < terms.variants.length; ++v) {
            address source = terms.variants[v].verifyingKey;
            bytes memory key = _readKey(source, "enrolment verifying key");
            if (_signalCount(key.length) != EnrolmentSignals.COUNT) revert TermRefused("enrolment verifying key");
            uint256[] memory constants = new uint256[](EnrolmentSignals.COUNT);
            constants[EnrolmentSignals.ELECTION_ID] = uint256(terms.manifestHash) % Bn254.R;
            constants[EnrolmentSignals.TRUST_ROOT] = _signal(terms.variants[v].trustRoot, "trustRoot");
            constants[EnrolmentSignals.NULLIFIER_KEY_COMMITMENT] = terms.nullifierKeyCommitment;
            constants[EnrolmentSignals.CITIZENSHIP] = terms.citizenship;
            constants[EnrolmentSignals.BORN_ON_OR_BEFORE] = terms.bornOnOrBefore;
            constants[EnrolmentSignals.PASSPORT_VALID_ON] = terms.passportValidOn;
            constants[EnrolmentSignals.UNIQUE_BY] = terms.uniqueBy;
            bytes32 keyHash = keccak256(key);
            keysHash = keccak256(abi.encode(keysHash, keyHash));
            data = abi.encodePacked(
                data,
                terms.variants[v].trustRoot,
                keyHash,
                _foldKey(key, constants),
                _pointOf(source, EnrolmentSignals.NULLIFIER),
                _pointOf(source, EnrolmentSignals.BADGE)
            );
        }
        blob = CodeBlob.write(data);
    }

    function _writeBallotKey(Terms memory terms) private returns (address blob, bytes32 keyHash) {
        address source = terms.ballotVerifyingKey;
        bytes memory key = _readKey(source, "ballot verifying key");
        uint256 signalCount = _signalCount(key.length);
        if (signalCount <= BallotSignals.CIPHERTEXTS || (signalCount - BallotSignals.CIPHERTEXTS) % 4 != 0) {
            revert TermRefused("ballot verifying key");
        }
        uint256 sent = CIPHERTEXT_WORDS * terms.optionCount;
        if (terms.optionCount == 0 || sent > signalCount - BallotSignals.CIPHERTEXTS) revert TermRefused("optionCount");
        uint256[] memory constants = new uint256[](signalCount);
        constants[BallotSignals.ELECTION_ID] = uint256(terms.manifestHash) % Bn254.R;
        constants[BallotSignals.JOINT_KEY] = terms.jointKey.x;
        constants[BallotSignals.JOINT_KEY + 1] = terms.jointKey.y;
        constants[BallotSignals.OPTION_COUNT] = terms.optionCount;
        // Beyond the options the ciphertexts are identities (0, 1): their points join the constants.
        for (uint256 i = BallotSignals.CIPHERTEXTS + sent + 1; i < signalCount; i += 2) {
            constants[i] = 1;
        }
        keyHash = keccak256(key);
        blob = CodeBlob.write(
            abi.encodePacked(
                _foldKey(key, constants),
                _pointOf(source, BallotSignals.BADGE),
                CodeBlob.read(
                    source,
                    Groth16.KEY_HEAD_BYTES + Groth16.POINT_BYTES * (1 + BallotSignals.CIPHERTEXTS),
                    Groth16.POINT_BYTES * sent
                ),
                _pointOf(source, BallotSignals.STATION)
            )
        );
    }

    function _checkDecryptionKey(Terms memory terms) private view returns (bytes32) {
        bytes memory key = _readKey(terms.decryptionVerifyingKey, "decryption verifying key");
        uint256 signalCount = _signalCount(key.length);
        if (signalCount <= DecryptionSignals.C1 || (signalCount - DecryptionSignals.C1) % 4 != 0) {
            revert TermRefused("decryption verifying key");
        }
        if (terms.optionCount > (signalCount - DecryptionSignals.C1) / 4) revert TermRefused("optionCount");
        return keccak256(key);
    }

    /// @dev Every key is on the curve, in the subgroup and not the identity, and the first `threshold` trustees'
    /// keys combine to the joint key: otherwise the sums could never be opened.
    function _writeTrusteeKeys(Terms memory terms) private returns (address) {
        uint256 trustees = terms.trusteeKeys.length;
        if (trustees == 0 || trustees > ThresholdDecryption.MOST_TRUSTEES) revert TermRefused("trusteeKeys");
        if (terms.threshold == 0 || terms.threshold > trustees) revert TermRefused("threshold");
        if (!BabyJubJub.isKey(terms.jointKey.x, terms.jointKey.y)) revert TermRefused("jointKey");
        uint256[] memory set = new uint256[](terms.threshold);
        uint256[] memory points = new uint256[](2 * (set.length + 1));
        int256[] memory scalars = new int256[](set.length + 1);
        for (uint256 j = 0; j < set.length; ++j) {
            set[j] = j + 1;
        }
        int256[] memory coefficients = ThresholdDecryption.coefficients(set, trustees);
        bytes memory data;
        for (uint256 j = 0; j < trustees; ++j) {
            Point memory key = terms.trusteeKeys[j];
            if (!BabyJubJub.isKey(key.x, key.y)) revert TermRefused("trusteeKeys");
            if (j < set.length) {
                (points[2 * j], points[2 * j + 1]) = (key.x, key.y);
                scalars[j] = coefficients[j];
            }
            data = abi.encodePacked(data, key.x, key.y);
        }
        points[2 * set.length] = terms.jointKey.x;
        points[2 * set.length + 1] = terms.jointKey.y;
        scalars[set.length] = -int256(ThresholdDecryption.delta(trustees));
        if (!ThresholdDecryption.isZero(points, scalars)) revert TermRefused("jointKey");
        return CodeBlob.write(data);
    }

    /// @dev Ascending addresses: found by halving, and no station twice. Every blob but the last is full.
    function _writeStations(address[] memory blobs) private returns (address list, uint256 count) {
        address previous;
        bytes memory data;
        for (uint256 b = 0; b < blobs.length; ++b) {
            uint256 size = CodeBlob.length(blobs[b]);
            uint256 entries = size / STATION_BYTES;
            if (entries == 0 || size != entries * STATION_BYTES) revert TermRefused("stations");
            if (b + 1 < blobs.length && entries != STATIONS_PER_BLOB) revert TermRefused("stations");
            previous = _checkEntries(CodeBlob.read(blobs[b], 0, size), previous);
            count += entries;
            data = abi.encodePacked(data, blobs[b]);
        }
        if (count == 0) revert TermRefused("stations");
        list = CodeBlob.write(data);
    }

    /// @return the last entry's address
    function _checkEntries(bytes memory entries, address previous) private pure returns (address) {
        bool good = true;
        assembly ("memory-safe") {
            let pos := add(entries, 0x20)
            for { let end := add(pos, mload(entries)) } lt(pos, end) { pos := add(pos, 24) } {
                let entry := mload(pos)
                let station := shr(96, entry)
                good := and(good, and(gt(station, previous), iszero(iszero(and(shr(64, entry), 0xffffffff)))))
                previous := station
            }
        }
        if (!good) revert TermRefused("stations");
        return previous;
    }

    // ------------------------------------------------------------------ words

    function _address(bytes memory data) private pure returns (uint256 pos) {
        assembly ("memory-safe") {
            pos := add(data, 0x20)
        }
    }

    function _calldataWord(uint256 pos) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := calldataload(pos)
        }
    }

    function _memoryWord(uint256 pos) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(pos)
        }
    }
}
