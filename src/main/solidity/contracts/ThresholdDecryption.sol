// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {BabyJubJub} from "./BabyJubJub.sol";

/// @title Combining trustees' shares without an inverse
/// @notice Trustee j (counted from 1) holds f(j) of a polynomial of degree t − 1 over the integers modulo ℓ, and
/// for a set S of t trustees f(0) = Σ λ_j·f(j), λ_j = Π_{m ∈ S, m ≠ j} m / (m − j). With Δ = n! every Δ·λ_j is an
/// integer (V. Shoup, Practical Threshold Signatures, 2000), below 2⁸¹ for n ≤ 15: small scalars, no inverse
/// modulo ℓ, no rounding.
library ThresholdDecryption {
    /// @notice More trustees than the key's hash in the circuits has room for (15), or none.
    uint256 internal constant MOST_TRUSTEES = 15;

    /// @notice Δ = n!
    function delta(uint256 trustees) internal pure returns (uint256 product) {
        product = 1;
        for (uint256 i = 2; i <= trustees; ++i) {
            product *= i;
        }
    }

    /// @notice Δ·λ_j for each j of the set, in its order. `set` holds numbers from 1 to n, each once.
    function coefficients(uint256[] memory set, uint256 trustees) internal pure returns (int256[] memory scaled) {
        scaled = new int256[](set.length);
        for (uint256 j = 0; j < set.length; ++j) {
            int256 numerator = int256(delta(trustees));
            int256 denominator = 1;
            for (uint256 m = 0; m < set.length; ++m) {
                if (m == j) continue;
                numerator *= int256(set[m]);
                denominator *= int256(set[m]) - int256(set[j]);
            }
            scaled[j] = numerator / denominator;
        }
    }

    /// @notice Whether Σ scalars[i]·(x_i, y_i) is the identity. The bits of all scalars are walked together, so that
    /// the doublings are paid once (Straus' method).
    /// @param points x and y by term, on the curve
    function isZero(uint256[] memory points, int256[] memory scalars) internal pure returns (bool) {
        uint256 n = scalars.length;
        uint256[] memory sizes = new uint256[](n);
        uint256 all;
        BabyJubJub.Point memory sum = BabyJubJub.Point(0, 1, 1);
        uint256 pos;
        assembly ("memory-safe") {
            pos := sum
        }
        for (uint256 i = 0; i < n; ++i) {
            bool negative = scalars[i] < 0;
            sizes[i] = uint256(negative ? -scalars[i] : scalars[i]);
            if (negative) points[2 * i] = BabyJubJub.negateX(points[2 * i]);
            all |= sizes[i];
        }
        uint256 bit = 1 << 255;
        while (bit != 0 && all & bit == 0) bit >>= 1;
        // Nothing here can overflow: the indices are below the arrays' lengths.
        unchecked {
            for (; bit != 0; bit >>= 1) {
                BabyJubJub.addProjective(pos, pos);
                for (uint256 i = 0; i < n; ++i) {
                    if (sizes[i] & bit != 0) BabyJubJub.addAffine(pos, points[2 * i], points[2 * i + 1]);
                }
            }
        }
        return BabyJubJub.isIdentity(sum);
    }
}
