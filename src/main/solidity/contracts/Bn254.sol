// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @title BN254 (alt_bn128) through the precompiled contracts of EIP-196 and EIP-197
/// @notice Every function reports the precompile's success flag: a precompile fails when a coordinate is not
/// below Q, a point is not on its curve, or a G2 point is not in the subgroup. The point at infinity is (0, 0).
library Bn254 {
    /// @notice Order of the field of the coordinates.
    uint256 internal constant Q = 21888242871839275222246405745257275088696311157297823662689037894645226208583;
    /// @notice Order of the groups, and of the field of public signals and scalars.
    uint256 internal constant R = 21888242871839275222246405745257275088548364400416034343698204186575808495617;

    /// @notice Bytes of one (G1, G2) pair in the pairing's input.
    uint256 internal constant PAIR_BYTES = 192;

    /// @notice scalar · (x, y)
    function multiply(uint256 x, uint256 y, uint256 scalar) internal view returns (bool ok, uint256 px, uint256 py) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, x)
            mstore(add(free, 0x20), y)
            mstore(add(free, 0x40), scalar)
            ok := staticcall(gas(), 0x07, free, 0x60, free, 0x40)
            ok := and(ok, eq(returndatasize(), 0x40))
            px := mload(free)
            py := mload(add(free, 0x20))
        }
    }

    /// @notice (ax, ay) + (bx, by)
    function add(uint256 ax, uint256 ay, uint256 bx, uint256 by)
        internal
        view
        returns (bool ok, uint256 px, uint256 py)
    {
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, ax)
            mstore(add(free, 0x20), ay)
            mstore(add(free, 0x40), bx)
            mstore(add(free, 0x60), by)
            ok := staticcall(gas(), 0x06, free, 0x80, free, 0x40)
            ok := and(ok, eq(returndatasize(), 0x40))
            px := mload(free)
            py := mload(add(free, 0x20))
        }
    }

    /// @notice (ax, ay) + scalar · (x, y)
    function multiplyAdd(uint256 ax, uint256 ay, uint256 x, uint256 y, uint256 scalar)
        internal
        view
        returns (bool ok, uint256 px, uint256 py)
    {
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, x)
            mstore(add(free, 0x20), y)
            mstore(add(free, 0x40), scalar)
            ok := staticcall(gas(), 0x07, free, 0x60, free, 0x40)
            ok := and(ok, eq(returndatasize(), 0x40))
            mstore(add(free, 0x40), ax)
            mstore(add(free, 0x60), ay)
            ok := and(ok, staticcall(gas(), 0x06, free, 0x80, free, 0x40))
            ok := and(ok, eq(returndatasize(), 0x40))
            px := mload(free)
            py := mload(add(free, 0x20))
        }
    }

    /// @notice −(x, y). The point at infinity stays itself.
    function negate(uint256 x, uint256 y) internal pure returns (uint256, uint256) {
        return (x, y == 0 ? 0 : Q - y);
    }

    /// @notice Whether the product of the pairings of the `pairs` pairs at memory address `input` is one.
    function pairingIsOne(uint256 input, uint256 pairs) internal view returns (bool ok) {
        assembly ("memory-safe") {
            ok := staticcall(gas(), 0x08, input, mul(pairs, 192), 0x00, 0x20)
            ok := and(ok, eq(returndatasize(), 0x20))
            ok := and(ok, eq(mload(0x00), 1))
        }
    }
}
