// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Bn254} from "./Bn254.sol";

/// @title BabyJubJub, the curve of the encrypted ballots
/// @notice a·x² + y² = 1 + d·x²·y² over BN254's scalar field, with circomlib's a = 168700 and d = 168696.
/// a is a square and d is not, so the addition law is complete: it holds for every pair of points, doubling and
/// the identity (0, 1) included, and no denominator is zero.
///
/// Sums are kept in projective coordinates (X : Y : Z), x = X/Z, y = Y/Z, so that a whole batch needs one field
/// inversion. Formulas: "add-2008-bbjlp" of the Explicit-Formulas Database.
///
/// Points are laid out in memory as three words X, Y, Z; a function that takes `pos` works on that address.
library BabyJubJub {
    uint256 internal constant A = 168700;
    uint256 internal constant D = 168696;
    /// @notice Order of the subgroup that B8 generates.
    uint256 internal constant L = 2736030358979909402780800718157159386076813972158567259200215660948447373041;
    uint256 internal constant B8_X = 5299619240641551281634865583518297030282874472190772894086521144482721001553;
    uint256 internal constant B8_Y = 16950150798460657717958625567821834550301663161624707787222815936182638968203;
    /// @notice Bytes of one projective point in memory.
    uint256 internal constant POINT_BYTES = 96;

    /// @notice The modular-exponentiation precompile failed, or a value without an inverse was given.
    error NoInverse();

    struct Point {
        uint256 x;
        uint256 y;
        uint256 z;
    }

    function isOnCurve(uint256 x, uint256 y) internal pure returns (bool) {
        uint256 p = Bn254.R;
        if (x >= p || y >= p) return false;
        uint256 xx = mulmod(x, x, p);
        uint256 yy = mulmod(y, y, p);
        return addmod(mulmod(A, xx, p), yy, p) == addmod(1, mulmod(D, mulmod(xx, yy, p), p), p);
    }

    /// @notice Whether (x, y) is on the curve, in the subgroup of order L, and not the identity: fit to be a key.
    function isKey(uint256 x, uint256 y) internal pure returns (bool) {
        if (!isOnCurve(x, y) || (x == 0 && y == 1)) return false;
        return isIdentity(multiply(x, y, L));
    }

    function isIdentity(Point memory p) internal pure returns (bool) {
        return p.x == 0 && p.y == p.z;
    }

    /// @notice scalar · (x, y), plain double-and-add: not constant time, all its inputs are public.
    function multiply(uint256 x, uint256 y, uint256 scalar) internal pure returns (Point memory sum) {
        sum.y = 1;
        sum.z = 1;
        uint256 pos;
        assembly ("memory-safe") {
            pos := sum
        }
        uint256 bit = 1 << 255;
        while (bit != 0 && scalar & bit == 0) bit >>= 1;
        while (bit != 0) {
            addProjective(pos, pos);
            if (scalar & bit != 0) addAffine(pos, x, y);
            bit >>= 1;
        }
    }

    /// @notice The x coordinate of −(x, y); y stays.
    function negateX(uint256 x) internal pure returns (uint256) {
        return x == 0 ? 0 : Bn254.R - x;
    }

    /// @notice Point at `pos` += point at `other` (which may be the same address: doubling).
    function addProjective(uint256 pos, uint256 other) internal pure {
        assembly ("memory-safe") {
            let m := 21888242871839275222246405745257275088548364400416034343698204186575808495617
            let x1 := mload(pos)
            let y1 := mload(add(pos, 0x20))
            let x2 := mload(other)
            let y2 := mload(add(other, 0x20))
            let za := mulmod(mload(add(pos, 0x40)), mload(add(other, 0x40)), m)
            let b := mulmod(za, za, m)
            let c := mulmod(x1, x2, m)
            let d := mulmod(y1, y2, m)
            let e := mulmod(168696, mulmod(c, d, m), m)
            let f := addmod(b, sub(m, e), m)
            let g := addmod(b, e, m)
            let h := addmod(mulmod(addmod(x1, y1, m), addmod(x2, y2, m), m), sub(m, addmod(c, d, m)), m)
            mstore(pos, mulmod(mulmod(za, f, m), h, m))
            mstore(add(pos, 0x20), mulmod(mulmod(za, g, m), addmod(d, sub(m, mulmod(168700, c, m)), m), m))
            mstore(add(pos, 0x40), mulmod(f, g, m))
        }
    }

    /// @notice Point at `pos` += the affine point (x2, y2).
    function addAffine(uint256 pos, uint256 x2, uint256 y2) internal pure {
        assembly ("memory-safe") {
            let m := 21888242871839275222246405745257275088548364400416034343698204186575808495617
            let x1 := mload(pos)
            let y1 := mload(add(pos, 0x20))
            let z1 := mload(add(pos, 0x40))
            let b := mulmod(z1, z1, m)
            let c := mulmod(x1, x2, m)
            let d := mulmod(y1, y2, m)
            let e := mulmod(168696, mulmod(c, d, m), m)
            let f := addmod(b, sub(m, e), m)
            let g := addmod(b, e, m)
            let h := addmod(mulmod(addmod(x1, y1, m), addmod(x2, y2, m), m), sub(m, addmod(c, d, m)), m)
            mstore(pos, mulmod(mulmod(z1, f, m), h, m))
            mstore(add(pos, 0x20), mulmod(mulmod(z1, g, m), addmod(d, sub(m, mulmod(168700, c, m)), m), m))
            mstore(add(pos, 0x40), mulmod(f, g, m))
        }
    }

    /// @notice Brings `count` points, one after another from `pos`, to Z = 1 with one inversion (Montgomery's trick).
    function normalise(uint256 pos, uint256 count) internal view {
        uint256 m = Bn254.R;
        uint256[] memory before = new uint256[](count);
        uint256 product = 1;
        unchecked {
            for (uint256 i = 0; i < count; ++i) {
                before[i] = product;
                product = mulmod(product, _load(pos + i * POINT_BYTES + 0x40), m);
            }
            uint256 inverse = _invert(product);
            for (uint256 i = count; i != 0;) {
                --i;
                uint256 p = pos + i * POINT_BYTES;
                uint256 zInverse = mulmod(inverse, before[i], m);
                inverse = mulmod(inverse, _load(p + 0x40), m);
                _store(p, mulmod(_load(p), zInverse, m));
                _store(p + 0x20, mulmod(_load(p + 0x20), zInverse, m));
                _store(p + 0x40, 1);
            }
        }
    }

    function _invert(uint256 value) private view returns (uint256 inverse) {
        uint256 m = Bn254.R;
        bool ok;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, 0x20)
            mstore(add(free, 0x20), 0x20)
            mstore(add(free, 0x40), 0x20)
            mstore(add(free, 0x60), value)
            mstore(add(free, 0x80), sub(m, 2))
            mstore(add(free, 0xa0), m)
            ok := and(staticcall(gas(), 0x05, free, 0xc0, free, 0x20), eq(returndatasize(), 0x20))
            inverse := mload(free)
        }
        if (!ok || mulmod(value, inverse, m) != 1) revert NoInverse();
    }

    function _load(uint256 pos) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(pos)
        }
    }

    function _store(uint256 pos, uint256 value) private pure {
        assembly ("memory-safe") {
            mstore(pos, value)
        }
    }
}
