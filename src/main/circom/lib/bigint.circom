// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "bits.circom";

// Integers of thousands of bits as limbs of `width` bits, least significant first; the most significant limb has `top` bits. Limbs are
// range-checked inputs, so a number is below 2^(width (limbs - 1) + top) and its limbs are the only ones it has.
//
// The identity a b = q n + r over the integers is checked without ever forming a number of more than 252 bits:
//
//  1. c(X) = a(X) b(X) - q(X) n(X) - r(X), the polynomials being those of the limbs, has 2 limbs - 1 coefficients, and the identity
//     says that c(2^width) = 0. Each coefficient is a known linear function of the values at 2 limbs - 1 points: two multiplications
//     for each point, and nothing is hinted.
//  2. c(2^width) = 0 is checked in groups of coefficients with a carry between them, as on paper:
//         E_g = sum of c_{start + k} 2^(width k) over the group + carry_g,      E_g = 2^(width size) carry_{g + 1},
//     carry_0 = 0, and E of the last group is 0. The carry is not an input either: it *is* E_g / 2^(width size) in the field. What has
//     to be shown is that this field element stands for a small integer, and that is a range check.
//
// What is proved is that every one of these small integers is what it seems. Let the carry into a group be an integer in a known range:
// then E_g is an integer in a known range, because limbs are range-checked and so each c_m has a largest and a least value. The carry out is
// range-checked too. If for all values in these ranges |E_g - 2^(width size) carry_{g + 1}| is below the field's order, then its being 0
// in the field means that it is 0. rsa-constants.mjs derives the ranges by this induction, makes the groups as large as it allows, and
// says why an honest prover's carries are always in range; RsaPowerCircuitTest derives all of it once more.

/**
 * @title Values of a polynomial at 0, 1, -1, 2, -2, ...
 * @param limbs number of coefficients
 * @param points how many values, odd
 * @input coefficients
 * @output values linear, so free
 */
template ValuesAt(limbs, points) {
    signal input coefficients[limbs];
    signal output values[points];
    values[0] <== coefficients[0];
    for (var t = 1; 2 * t < points; t++) {
        // even(t^2) + t odd(t^2)
        var even = 0;
        var odd = 0;
        for (var i = limbs - 1; i >= 0; i--) {
            if (i % 2 == 0) { even = even * (t * t) + coefficients[i]; }
            else { odd = odd * (t * t) + coefficients[i]; }
        }
        values[2 * t - 1] <== even + t * odd;
        values[2 * t] <== even - t * odd;
    }
}

/**
 * @title A number's limbs are in range
 * @param limbs, width, top as above
 * @input number
 */
template LimbsInRange(limbs, width, top) {
    signal input number[limbs];
    component inRange[limbs];
    for (var i = 0; i < limbs; i++) {
        inRange[i] = InRange(i == limbs - 1 ? top : width);
        inRange[i].number <== number[i];
    }
}

/**
 * @title Is a below b?
 * @param limbs number of limbs
 * @param width their bits
 * @input a, b range-checked limbs, least significant first; a < b is enforced
 * @notice A hinted indicator names the most significant limb where they differ. Above it all limbs are equal; at it b - a - 1 is in
 *   [0, 2^width). Both follow only from a < b. Entries of the indicator are bits and sum to 1.
 */
template MustBeBelow(limbs, width) {
    signal input a[limbs];
    signal input b[limbs];
    signal decides[limbs];
    signal parts[limbs];
    var found = 0;
    for (var i = limbs - 1; i >= 0; i--) {
        decides[i] <-- (found == 0 && a[i] != b[i]) ? 1 : 0;
        found += decides[i];
    }
    var sum = 0;
    var gap = 0;
    for (var i = limbs - 1; i >= 0; i--) {
        decides[i] * (decides[i] - 1) === 0;
        sum += decides[i];
        (1 - sum) * (b[i] - a[i]) === 0;
        parts[i] <== decides[i] * (b[i] - a[i]);
        gap += parts[i];
    }
    sum === 1;
    component inRange = InRange(width);
    inRange.number <== gap - 1;
}
