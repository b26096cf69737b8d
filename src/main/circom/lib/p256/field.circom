// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "../bits.circom";
include "p256-constants.circom";

// Arithmetic modulo the 256-bit primes p (coordinates of P-256) and n (its order) in a field of 254 bits.
//
// An element is a polynomial X with X(2^32) = the element: eight limbs, *signed* in [-2^31, 2^31) where they are hinted, *plain* in
// [0, 2^32) where they come from bytes. A product of polynomials is given by its values at enough small nodes 0, 1, -1, 2, -2, ...: one
// constraint a node, and sums are free. Nothing is reduced: products of up to four elements go straight into a relation, below. What a
// hint costs is its range check, 256 constraints, so as little as possible is hinted.

/** The t-th node. */
function p256Node(t) { return t % 2 == 1 ? (t + 1) \ 2 : -(t \ 2); }

/**
 * @title A hinted element with signed limbs
 * @input hint eight numbers, forced into [0, 2^32)
 * @output limbs hint - 2^31. Every residue modulo p or n has a representation: the numbers that eight signed limbs can make are 2^256
 *   consecutive integers.
 */
template SignedElement() {
    signal input hint[8];
    signal output limbs[8];
    component inRange[8];
    for (var i = 0; i < 8; i++) {
        inRange[i] = InRange(32);
        inRange[i].number <== hint[i];
        limbs[i] <== hint[i] - (1 << 31);
    }
}

/**
 * @title Values of a polynomial at the first nodes
 * @param limbs number of coefficients
 * @param points how many values
 * @output values linear, so free
 */
template Values(limbs, points) {
    signal input coefficients[limbs];
    signal output values[points];
    for (var t = 0; t < points; t++) {
        var value = 0;
        for (var i = limbs - 1; i >= 0; i--) { value = value * p256Node(t) + coefficients[i]; }
        values[t] <== value;
    }
}

/**
 * @title More values of a polynomial
 * @param from the polynomial has at most so many coefficients, and is given by its values at so many nodes: they determine it
 * @param to how many values are wanted
 * @output more linear, so free
 */
template Extended(from, to) {
    signal input values[from];
    signal output more[to];
    var matrix[14][22] = p256Extension(from, to);
    for (var t = 0; t < to; t++) {
        if (t < from) {
            more[t] <== values[t];
        } else {
            var value = 0;
            for (var i = 0; i < from; i++) { value += matrix[t - from][i] * values[i]; }
            more[t] <== value;
        }
    }
}

/**
 * @title A polynomial vanishes at 2^32 modulo p or n: sum of c_i 2^(32 i) + outside = 0
 * @param relation its number in p256-constants.circom: which modulus m, how many coefficients c_i, how large they can be
 * @param points how many coefficients, for the size of the input; checked against the relation
 * @input values of the polynomial at the first nodes. Its coefficients are integers whose bounds p256-constants.mjs derives; every wire
 *   that they are made of must be range-checked as it says there
 * @input outsideWhole, outsideLow an integer that is added (a y-coordinate out of a table; its bound is part of the relation): itself in
 *   the field, and an integer congruent to it modulo 2^k as a small number
 * @notice Let S = sum c_i w_i + outside, with w_i = 2^(32 i) modulo m of least absolute value: for p most w_i are small, so S is much
 *   shorter than 256 bits more than the c_i. S is an integer congruent to what must vanish. The relation holds iff S = q m for an
 *   integer q. Three checks say so without computing S:
 *     - q := S / m in the field (linear, free), forced into a range of qBits. So r divides S - q m, r the field's order.
 *     - E := sum c_i (w_i modulo 2^k of least absolute value) + outsideLow is congruent to S modulo 2^k and smaller than S.
 *       carry := (E - q (m modulo 2^k)) / 2^k in the field, forced into a range of tBits. All of E, q (m modulo 2^k) and 2^k carry are
 *       so small that this holds over the integers. So 2^k divides S - q m.
 *     - |S - q m| < r 2^k by those ranges, and r is odd. So S = q m.
 *   p256-constants.circom is not written if one of the inequalities fails for the worst case; it also chooses k and makes the ranges just wide
 *   enough for every true statement.
 */
template VanishesModulo(relation, points) {
    signal input values[points];
    signal input outsideWhole;
    signal input outsideLow;
    var facts[6] = p256Relation(relation);
    var weights[29] = p256Weights(relation);
    var lowWeights[29] = p256LowWeights(relation);
    assert(points == facts[0]);
    var k = facts[1];
    var qBits = facts[2];
    var tBits = facts[3];
    var modulus = facts[4];
    var lowModulus = facts[5];

    var s = outsideWhole;
    var e = outsideLow;
    for (var t = 0; t < points; t++) {
        s += weights[t] * values[t];
        e += lowWeights[t] * values[t];
    }
    component quotient = Bits(qBits);
    quotient.number <== s / modulus + (1 << (qBits - 1));
    // q out of its bits, so that the second check does not repeat the long sum of the first
    var q = -(1 << (qBits - 1));
    for (var i = 0; i < qBits; i++) { q += quotient.bits[i] * (1 << i); }
    component carry = Bits(tBits);
    carry.number <== (e - q * lowModulus) / (1 << k) + (1 << (tBits - 1));
}

/**
 * @title An element that is not 0 modulo p
 * @input difference native value of an integer whose absolute value is below 2 p: a difference of two elements with eight limbs each,
 *   signed or plain (at most 2^256 - 1, or 3/2 of that)
 * @notice Its multiples of p are 0, p and -p. d (d - p) (d + p) has an inverse in the field, so d is none of them. (That also refuses the
 *   few integers congruent to one of them modulo the field's order: no honest prover meets one.)
 */
template NotZeroModuloP() {
    signal input difference;
    signal square;
    signal product;
    signal inverse;
    square <== difference * difference;
    product <== difference * (square - p256Modulus() * p256Modulus());
    inverse <-- product != 0 ? 1 / product : 0;
    product * inverse === 1;
}

/**
 * @title A plain element is below p
 * @input limbs each known to be in [0, 2^32); all numbers below 2^256 - 2^224 + 2^192 are accepted, and no number of p or more
 * @notice p = ffffffff 00000001 00000000 00000000 00000000 ffffffff ffffffff ffffffff. If the highest limb is all ones, the next must be
 *   0. That refuses 2^96 - 1 numbers below p, one coordinate in 2^160.
 */
template BelowP() {
    signal input limbs[8];
    component isFull = IsNought();
    isFull.in <== limbs[7] - 0xffffffff;
    isFull.out * limbs[6] === 0;
}

/**
 * @title The integer of eight limbs, in the field
 * @output number linear, so free
 */
template Native() {
    signal input limbs[8];
    signal output number;
    var sum = 0;
    for (var i = 7; i >= 0; i--) { sum = sum * (1 << 32) + limbs[i]; }
    number <== sum;
}

/**
 * @title Two elements are different modulo p
 * @input a, b limbs, signed or plain
 */
template DifferentModuloP() {
    signal input a[8];
    signal input b[8];
    component difference = Native();
    for (var i = 0; i < 8; i++) { difference.limbs[i] <== a[i] - b[i]; }
    component notZero = NotZeroModuloP();
    notZero.difference <== difference.number;
}
