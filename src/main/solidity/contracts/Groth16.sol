// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Bn254} from "./Bn254.sol";

/// @title Groth16 (ePrint 2016/260): many proofs of one circuit in one multi-pairing
/// @notice One proof (A, B, C) for signals s holds when e(A, B) = e(α, β) · e(IC_0 + Σ s_k·IC_k, γ) · e(C, δ).
/// N proofs hold, except with probability 2⁻¹²⁸, when for coefficients r_i that nobody could know while choosing
/// the proofs
///
///   Π e(r_i·A_i, B_i) · e(−(Σ r_i)·α, β) · e(−Σ_k (Σ_i r_i·s_ik)·IC_k, γ) · e(−Σ r_i·C_i, δ) = 1:
///
/// N + 3 pairs instead of 4·N, and one scalar multiplication per signal instead of one per signal and proof.
///
/// A *short key* is what this needs of a verifying key when some signals are the same in every proof: the words
///   α (2) β (4) γ (4) δ (4) base (2) IC of the signals that differ (2 each),
/// where base = IC_0 + Σ constant·IC_k. Points of G2 have the imaginary part first, as EIP-197 wants them.
library Groth16 {
    /// @notice Words of a proof: A.x A.y B.x.c1 B.x.c0 B.y.c1 B.y.c0 C.x C.y
    uint256 internal constant PROOF_WORDS = 8;
    /// @notice Bytes in front of IC_0 in a verifying key: α, β, γ, δ.
    uint256 internal constant KEY_HEAD_BYTES = 448;
    uint256 internal constant POINT_BYTES = 64;

    /// @notice A or C of this ballot's proof is not a point of BN254's G1.
    error ProofPointNotOnCurve(uint256 ballot);
    /// @notice A verifying key holds something that is not a point.
    error VerifyingKeyUnusable();

    /// @notice Where the proofs and the differing signals of one circuit lie in calldata.
    /// @param start calldata offset of ballot 0
    /// @param stride bytes from ballot to ballot
    /// @param signals bytes from a ballot's start to its first differing signal; the others follow it
    /// @param signalCount how many signals differ
    /// @param proof bytes from a ballot's start to its proof
    struct Layout {
        uint256 start;
        uint256 stride;
        uint256 signals;
        uint256 signalCount;
        uint256 proof;
    }

    /// @notice Whether the proofs of the chosen ballots hold.
    /// @param key memory address of the short key's words; its base may have been moved by the caller
    /// @param ballots numbers of the ballots, each once
    /// @param coefficients r_i, by position in `ballots`
    function verifyBatch(
        uint256 key,
        Layout memory shape,
        uint256[] memory ballots,
        uint256[] memory coefficients
    ) internal view returns (bool) {
        uint256 n = ballots.length;
        uint256 pairs;
        uint256 sums;
        {
            // Pairs first, then Σ r_i and Σ r_i·s_ik. All of it is written before it is read, except the sums.
            uint256 pairBytes = (n + 3) * Bn254.PAIR_BYTES;
            uint256 signalCount = shape.signalCount;
            assembly ("memory-safe") {
                pairs := mload(0x40)
                sums := add(pairs, pairBytes)
                let end := add(sums, shl(5, add(signalCount, 1)))
                mstore(0x40, end)
                for { let pos := sums } lt(pos, end) { pos := add(pos, 0x20) } { mstore(pos, 0) }
            }
        }
        // Nothing here can overflow: every number is bounded by the length of the calldata.
        unchecked {
            uint256 cx;
            uint256 cy;
            for (uint256 i = 0; i < n; ++i) {
                uint256 ballot = shape.start + ballots[i] * shape.stride;
                uint256 r = coefficients[i];
                (cx, cy) = _addProof(pairs + i * Bn254.PAIR_BYTES, ballot + shape.proof, cx, cy, r, ballots[i]);
                _addSignals(sums, ballot + shape.signals, shape.signalCount, r);
            }
            uint256 last = pairs + n * Bn254.PAIR_BYTES;
            _putNegated(last + 2 * Bn254.PAIR_BYTES, cx, cy, key + 0x140);
            (cx, cy) = _multiplyAdd(0, 0, key, _word(sums));
            _putNegated(last, cx, cy, key + 0x40);
            (cx, cy) = (0, 0);
            for (uint256 k = 0; k <= shape.signalCount; ++k) {
                (cx, cy) = _multiplyAdd(cx, cy, key + KEY_HEAD_BYTES + k * POINT_BYTES, _word(sums + 0x20 * k));
            }
            _putNegated(last + Bn254.PAIR_BYTES, cx, cy, key + 0xc0);
        }
        return Bn254.pairingIsOne(pairs, n + 3);
    }

    /// @notice Whether one proof holds for all `signals` under a whole verifying key at memory address `key`.
    /// The signals are below R; that the proof's coordinates are below Q is checked here.
    function verify(uint256 key, uint256[] memory signals, uint256[8] calldata proof) internal view returns (bool) {
        for (uint256 i = 0; i < PROOF_WORDS; ++i) {
            if (proof[i] >= Bn254.Q) return false;
        }
        uint256 pairs;
        assembly ("memory-safe") {
            pairs := mload(0x40)
            mstore(0x40, add(pairs, 768))
            calldatacopy(pairs, proof, 0xc0)
        }
        (uint256 x, uint256 y) = (_word(key), _word(key + 0x20));
        _putNegated(pairs + Bn254.PAIR_BYTES, x, y, key + 0x40);
        (x, y) = foldConstants(key, signals);
        _putNegated(pairs + 2 * Bn254.PAIR_BYTES, x, y, key + 0xc0);
        _putNegated(pairs + 3 * Bn254.PAIR_BYTES, proof[6], proof[7], key + 0x140);
        return Bn254.pairingIsOne(pairs, 4);
    }

    /// @notice IC_0 + Σ signals[k]·IC_{k+1} of the whole verifying key at memory address `key`.
    function foldConstants(uint256 key, uint256[] memory signals) internal view returns (uint256 x, uint256 y) {
        (x, y) = _multiplyAdd(0, 0, key + KEY_HEAD_BYTES, 1);
        for (uint256 k = 0; k < signals.length; ++k) {
            if (signals[k] != 0) {
                (x, y) = _multiplyAdd(x, y, key + KEY_HEAD_BYTES + (k + 1) * POINT_BYTES, signals[k]);
            }
        }
    }

    /// @notice (ax, ay) + scalar · the key's point at memory address `point`.
    function _multiplyAdd(uint256 ax, uint256 ay, uint256 point, uint256 scalar)
        internal
        view
        returns (uint256 x, uint256 y)
    {
        bool ok;
        (ok, x, y) = Bn254.multiplyAdd(ax, ay, _word(point), _word(point + 0x20), scalar);
        if (!ok) revert VerifyingKeyUnusable();
    }

    /// @notice Writes the pair (r·A, B) at `pair` and returns (cx, cy) + r·C.
    function _addProof(uint256 pair, uint256 proof, uint256 cx, uint256 cy, uint256 r, uint256 ballot)
        private
        view
        returns (uint256 x, uint256 y)
    {
        bool good;
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, proof, 0x40)
            mstore(add(free, 0x40), r)
            good := staticcall(gas(), 0x07, free, 0x60, pair, 0x40)
            good := and(good, eq(returndatasize(), 0x40))
            calldatacopy(add(pair, 0x40), add(proof, 0x40), 0x80)
            calldatacopy(free, add(proof, 0xc0), 0x40)
            mstore(add(free, 0x40), r)
            good := and(good, staticcall(gas(), 0x07, free, 0x60, free, 0x40))
            good := and(good, eq(returndatasize(), 0x40))
            mstore(add(free, 0x40), cx)
            mstore(add(free, 0x60), cy)
            good := and(good, staticcall(gas(), 0x06, free, 0x80, free, 0x40))
            good := and(good, eq(returndatasize(), 0x40))
            x := mload(free)
            y := mload(add(free, 0x20))
        }
        if (!good) revert ProofPointNotOnCurve(ballot);
    }

    /// @notice sums[0] += r, sums[1 + k] += r · signal k, modulo R.
    function _addSignals(uint256 sums, uint256 signals, uint256 count, uint256 r) private pure {
        assembly ("memory-safe") {
            let m := 21888242871839275222246405745257275088548364400416034343698204186575808495617
            mstore(sums, addmod(mload(sums), r, m))
            let end := add(signals, shl(5, count))
            for { let pos := add(sums, 0x20) } lt(signals, end) {
                signals := add(signals, 0x20)
                pos := add(pos, 0x20)
            } { mstore(pos, addmod(mload(pos), mulmod(r, calldataload(signals), m), m)) }
        }
    }

    /// @notice Writes the pair (−(x, y), the G2 point at memory address `g2`).
    function _putNegated(uint256 pair, uint256 x, uint256 y, uint256 g2) private pure {
        (x, y) = Bn254.negate(x, y);
        assembly ("memory-safe") {
            mstore(pair, x)
            mstore(add(pair, 0x20), y)
            mcopy(add(pair, 0x40), g2, 0x80)
        }
    }

    function _word(uint256 pos) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(pos)
        }
    }
}
