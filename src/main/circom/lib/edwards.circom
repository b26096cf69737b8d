// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "bits.circom";
include "circomlib/circuits/bitify.circom";
include "circomlib/circuits/compconstant.circom";

// BabyJubJub (EIP-2494): 168700·x² + y² = 1 + 168696·x²y² over the scalar field of BN254.
//
// Why no exceptional cases appear below: 168700 is a square and 168696 is not, so the addition law of the
// twisted Edwards form is complete (Bernstein et al., "Twisted Edwards curves", §6): its denominators
// 1 ± d·x₁x₂y₁y₂ are never zero for points on the curve. Every template here takes points on the curve and
// returns points on the curve, and constrains each quotient by multiplying its denominator back; with a
// non-zero denominator that determines the quotient.

function edwardsA() { return 168700; }
function edwardsD() { return 168696; }
// The order of the subgroup, minus one.
function subgroupOrderMinusOne() {
    return 2736030358979909402780800718157159386076813972158567259200215660948447373040;
}

/**
 * @title EdwardsAdd
 * @notice (x₁, y₁) + (x₂, y₂) by the complete law; 6 constraints.
 * @input left, right points on the curve
 * @output sum
 */
template EdwardsAdd() {
    signal input left[2];
    signal input right[2];
    signal output sum[2];

    signal beta <== left[0] * right[1];
    signal gamma <== left[1] * right[0];
    signal delta <== (left[1] - edwardsA() * left[0]) * (right[0] + right[1]);
    signal tau <== beta * gamma;

    sum[0] <-- (beta + gamma) / (1 + edwardsD() * tau);
    (1 + edwardsD() * tau) * sum[0] === beta + gamma;
    sum[1] <-- (delta + edwardsA() * beta - gamma) / (1 - edwardsD() * tau);
    (1 - edwardsD() * tau) * sum[1] === delta + edwardsA() * beta - gamma;
}

/**
 * @title EdwardsDouble
 * @notice 2·(x, y); 5 constraints. For a point on the curve a·x² + y² = 1 + d·x²y², which is the addition law's
 *         denominator and therefore not zero, and 2 − a·x² − y² is the other one.
 * @input point on the curve
 * @output twice
 */
template EdwardsDouble() {
    signal input point[2];
    signal output twice[2];

    signal xy <== point[0] * point[1];
    signal xx <== point[0] * point[0];
    signal yy <== point[1] * point[1];
    var axx = edwardsA() * xx;

    twice[0] <-- (2 * xy) / (axx + yy);
    (axx + yy) * twice[0] === 2 * xy;
    twice[1] <-- (yy - axx) / (2 - axx - yy);
    (2 - axx - yy) * twice[1] === yy - axx;
}

/**
 * @title OnCurve
 * @notice The point satisfies the curve's equation; 3 constraints.
 * @input point any two field elements
 */
template OnCurve() {
    signal input point[2];
    signal xx <== point[0] * point[0];
    signal yy <== point[1] * point[1];
    edwardsD() * xx * yy === edwardsA() * xx + yy - 1;
}

/**
 * @title ScalarBits
 * @notice The 251 bits of a scalar in [0, ℓ), least significant first.
 * @input scalar
 * @output bits
 */
template ScalarBits() {
    signal input scalar;
    signal output bits[251];

    component toBits = Num2Bits(251);
    toBits.in <== scalar;
    component compare = CompConstant(subgroupOrderMinusOne());
    for (var i = 0; i < 251; i++) {
        bits[i] <== toBits.out[i];
        compare.in[i] <== toBits.out[i];
    }
    for (var i = 251; i < 254; i++) {
        compare.in[i] <== 0;
    }
    compare.out === 0;
}

// Point arithmetic on constants, at compile time.
function constantAdd(x1, y1, x2, y2) {
    var t = edwardsD() * x1 * x2 * y1 * y2;
    var sum[2] = [(x1 * y2 + y1 * x2) / (1 + t), (y1 * y2 - edwardsA() * x1 * x2) / (1 - t)];
    return sum;
}

/**
 * @title MultiplyBase
 * @notice scalar·B8 from the scalar's bits, in 84 windows of three bits: a table of eight constants for each
 *         window, picked by a polynomial in the bits (4 products), and one complete addition. 84·(4 + 6) less
 *         the first.
 * @input bits 251 bits, each 0 or 1 (the caller's duty)
 * @output point
 */
template MultiplyBase() {
    signal input bits[251];
    signal output point[2];

    var windows = 84;
    var base[2] = [
        5299619240641551281634865583518297030282874472190772894086521144482721001553,
        16950150798460657717958625567821834550301663161624707787222815936182638968203
    ];
    component add[windows];
    signal b01[windows];
    signal b02[windows];
    signal b12[windows];
    signal b012[windows];
    signal picked[windows][2];
    signal partial[windows][2];
    for (var w = 0; w < windows; w++) {
        // table[k] = k·8^w·B8
        var table[8][2];
        table[0] = [0, 1];
        for (var k = 1; k < 8; k++) {
            table[k] = constantAdd(table[k - 1][0], table[k - 1][1], base[0], base[1]);
        }
        base = constantAdd(table[7][0], table[7][1], base[0], base[1]);

        var b0 = bits[3 * w];
        var b1 = 3 * w + 1 < 251 ? bits[(3 * w + 1) % 251] : 0;
        var b2 = 3 * w + 2 < 251 ? bits[(3 * w + 2) % 251] : 0;
        b01[w] <== b0 * b1;
        b02[w] <== b0 * b2;
        b12[w] <== b1 * b2;
        b012[w] <== b01[w] * b2;
        for (var c = 0; c < 2; c++) {
            // The multilinear interpolation of the table over the three bits.
            picked[w][c] <== table[0][c]
                + b0 * (table[1][c] - table[0][c])
                + b1 * (table[2][c] - table[0][c])
                + b2 * (table[4][c] - table[0][c])
                + b01[w] * (table[3][c] - table[2][c] - table[1][c] + table[0][c])
                + b02[w] * (table[5][c] - table[4][c] - table[1][c] + table[0][c])
                + b12[w] * (table[6][c] - table[4][c] - table[2][c] + table[0][c])
                + b012[w] * (table[7][c] - table[6][c] - table[5][c] - table[3][c]
                    + table[4][c] + table[2][c] + table[1][c] - table[0][c]);
        }
        if (w == 0) {
            partial[0] <== picked[0];
        } else {
            add[w] = EdwardsAdd();
            add[w].left <== partial[w - 1];
            add[w].right <== picked[w];
            partial[w] <== add[w].sum;
        }
    }
    point <== partial[windows - 1];
}

/**
 * @title KeyTable
 * @notice 1, 2 and 3 times 4^w·H for w < 126, shared by all multiplications with the same H.
 * @input key H, on the curve
 * @output table[w][k − 1] = k·4^w·H
 */
template KeyTable() {
    signal input key[2];
    signal output table[126][3][2];

    component twice[126];
    component thrice[126];
    component fourfold[126];
    for (var w = 0; w < 126; w++) {
        if (w == 0) {
            table[0][0] <== key;
        } else {
            fourfold[w] = EdwardsDouble();
            fourfold[w].point <== table[w - 1][1];
            table[w][0] <== fourfold[w].twice;
        }
        twice[w] = EdwardsDouble();
        twice[w].point <== table[w][0];
        table[w][1] <== twice[w].twice;
        thrice[w] = EdwardsAdd();
        thrice[w].left <== table[w][0];
        thrice[w].right <== table[w][1];
        table[w][2] <== thrice[w].sum;
    }
}

/**
 * @title PickOfThree
 * @notice k·P for k = b₀ + 2·b₁, from P, 2P, 3P; the identity for k = 0.
 * @input b0, b1 bits; both their product (shared by all who pick with the same bits)
 * @output point
 */
template PickOfThree() {
    signal input b0;
    signal input b1;
    signal input both;
    signal input multiples[3][2];
    signal output point[2];

    signal part[2][2];
    for (var c = 0; c < 2; c++) {
        // The identity is (0, 1).
        part[c][0] <== b0 * (multiples[0][c] - c);
        part[c][1] <== b1 * (multiples[1][c] - c);
        point[c] <== c + part[c][0] + part[c][1]
            + both * (multiples[2][c] - multiples[1][c] - multiples[0][c] + c);
    }
}

/**
 * @title MultiplyByTable
 * @notice scalar·H with a KeyTable of H; 126 windows of two bits.
 * @input bits 251 bits, each 0 or 1
 * @input table of H
 * @output point
 */
template MultiplyByTable() {
    signal input bits[251];
    signal input table[126][3][2];
    signal output point[2];

    component pick[126];
    component add[126];
    signal both[126];
    for (var w = 0; w < 126; w++) {
        pick[w] = PickOfThree();
        pick[w].b0 <== bits[2 * w];
        if (2 * w + 1 < 251) {
            both[w] <== bits[2 * w] * bits[2 * w + 1];
            pick[w].b1 <== bits[2 * w + 1];
        } else {
            both[w] <== 0;
            pick[w].b1 <== 0;
        }
        pick[w].both <== both[w];
        pick[w].multiples <== table[w];
        if (w > 0) {
            add[w] = EdwardsAdd();
            if (w == 1) {
                add[w].left <== pick[0].point;
            } else {
                add[w].left <== add[w - 1].sum;
            }
            add[w].right <== pick[w].point;
        }
    }
    point <== add[125].sum;
}

/**
 * @title MultiplyPoint
 * @notice scalar·P for a point that is used once: two bits at a time from the top, two doublings and an addition
 *         each.
 * @input bits 251 bits, each 0 or 1; both[w] = bits[2w]·bits[2w + 1]
 * @input base P, on the curve
 * @output point
 */
template MultiplyPoint() {
    signal input bits[251];
    signal input both[126];
    signal input base[2];
    signal output point[2];

    component twice = EdwardsDouble();
    twice.point <== base;
    component thrice = EdwardsAdd();
    thrice.left <== base;
    thrice.right <== twice.twice;

    component pick[126];
    component double[126][2];
    component add[126];
    for (var w = 125; w >= 0; w--) {
        pick[w] = PickOfThree();
        pick[w].b0 <== bits[2 * w];
        if (2 * w + 1 < 251) {
            pick[w].b1 <== bits[2 * w + 1];
        } else {
            pick[w].b1 <== 0;
        }
        pick[w].both <== both[w];
        pick[w].multiples[0] <== base;
        pick[w].multiples[1] <== twice.twice;
        pick[w].multiples[2] <== thrice.sum;
        if (w < 125) {
            double[w][0] = EdwardsDouble();
            if (w == 124) {
                double[w][0].point <== pick[125].point;
            } else {
                double[w][0].point <== add[w + 1].sum;
            }
            double[w][1] = EdwardsDouble();
            double[w][1].point <== double[w][0].twice;
            add[w] = EdwardsAdd();
            add[w].left <== double[w][1].twice;
            add[w].right <== pick[w].point;
        }
    }
    point <== add[0].sum;
}

/**
 * @title OptionsInUse
 * @notice used[i] = 1 for i < count and 0 beyond; count must be one of 1 … N.
 * @param N places
 * @input count
 * @output used
 */
template OptionsInUse(N) {
    signal input count;
    signal output used[N];

    component place = OneHot(N);
    place.index <== count - 1;
    var found = 0;
    for (var i = N - 1; i >= 0; i--) {
        found += place.hot[i];
        used[i] <== found;
    }
}
