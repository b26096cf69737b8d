// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "bits.circom";

// Integers of thousands of bits as 64-bit limbs, least significant first. Wider limbs need more constraints for carries, narrower ones
// more points and denser rows: against 32 bits, RSA-2048 takes 20,700 constraints more, but the whole enrolment has a sixth fewer
// non-zero coefficients and its witness takes a quarter less time.

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
 * @title Product with remainder: a b = q n + r over the integers
 * @param limbs number of 64-bit limbs of each of a, b, q, n, r, at most 32
 * @input aValues, bValues, qValues, nValues, rValues the polynomials of the limbs at 2 limbs - 1 points (ValuesAt). The caller has
 *   range-checked every limb to 64 bits.
 * @input a, b, q, n, r the limbs themselves, for the hints only
 * @notice c(X) = a(X) b(X) - q(X) n(X) - r(X) has 2 limbs - 1 coefficients. They are hinted, but pinned: a polynomial of that degree is
 *   determined by its values at 2 limbs - 1 points, and all those values are compared. As integers
 *   |c_m| <= 32 (2^64 - 1)^2 + 2^64 < 2^133 - 2^69.
 *   a b = q n + r says that c(2^64) = 0. That is checked in pairs of coefficients with carries:
 *     c_{2g} + 2^64 c_{2g+1} + carry_g = 2^128 carry_{g+1},  carry_0 = 0, last carry = 0.
 *   Carries are range-checked to [-2^69, 2^69), so both sides are below 2^198 in absolute value, far below half the field's order:
 *   equality in the field is equality of integers. Honest carries fit: if |carry_g| < 2^69, the left side is below
 *   (2^133 - 2^69) (1 + 2^64) + 2^69 = 2^197, so |carry_{g+1}| < 2^69.
 *   Each pair's first coefficient is not a wire but this equation's expression in the second and the carries, so the pairs cost
 *   nothing beyond the carries' ranges.
 */
template ProductWithRemainder(limbs) {
    assert(limbs <= 32);
    var points = 2 * limbs - 1;
    var groups = limbs; // pairs, the last one with a single coefficient
    signal input aValues[points];
    signal input bValues[points];
    signal input qValues[points];
    signal input nValues[points];
    signal input rValues[points];
    signal input a[limbs];
    signal input b[limbs];
    signal input q[limbs];
    signal input n[limbs];
    signal input r[limbs];

    var difference[points];
    for (var m = 0; m < points; m++) { difference[m] = m < limbs ? -r[m] : 0; }
    for (var i = 0; i < limbs; i++) {
        for (var j = 0; j < limbs; j++) { difference[i + j] += a[i] * b[j] - q[i] * n[j]; }
    }

    signal second[groups - 1];
    signal carry[groups - 1];
    component inRange[groups - 1];
    component coefficients = ValuesAt(points, points);
    var carryIn = 0;
    for (var g = 0; g < groups - 1; g++) {
        second[g] <-- difference[2 * g + 1];
        // exact over the integers, hence in the field
        carry[g] <-- (difference[2 * g] + difference[2 * g + 1] * (1 << 64) + carryIn) / (1 << 128);
        inRange[g] = InRange(70);
        inRange[g].number <== carry[g] + (1 << 69);
        coefficients.coefficients[2 * g] <== carry[g] * (1 << 128) - carryIn - second[g] * (1 << 64);
        coefficients.coefficients[2 * g + 1] <== second[g];
        carryIn = carry[g];
    }
    coefficients.coefficients[points - 1] <== -carryIn;

    signal product[points];
    for (var t = 0; t < points; t++) {
        product[t] <== aValues[t] * bValues[t];
        qValues[t] * nValues[t] === product[t] - rValues[t] - coefficients.values[t];
    }
}

// Quotient and remainder of a b by n, hints only. Limbs of 64 bits, n's highest bit set (else the hint is useless and the constraints
// refuse it). Products are summed by columns; the division is Knuth's algorithm D (The Art of Computer Programming 4.3.1) with the
// quotient digit taken from three and two limbs.
function quotientAndRemainder(limbs, a, b, n) {
    var out[2][32];
    var u[65];
    for (var i = 0; i < 65; i++) { u[i] = 0; }
    for (var i = 0; i < limbs; i++) {
        for (var j = 0; j < limbs; j++) { u[i + j] += a[i] * b[j]; }
    }
    var mask = (1 << 64) - 1;
    var carry = 0;
    for (var i = 0; i < 2 * limbs; i++) {
        carry += u[i];
        u[i] = carry & mask;
        carry = carry >> 64;
    }
    var top = n[limbs - 1] * (1 << 64) + n[limbs - 2];
    if (top == 0) { top = 1; } // no modulus: the constraints will refuse
    for (var j = limbs; j >= 0; j--) {
        var digit = ((u[j + limbs] * (1 << 64) + u[j + limbs - 1]) * (1 << 64) + u[j + limbs - 2]) \ top;
        if (digit > 0) {
            // u -= digit n 2^(64 j); 2^140 keeps the intermediate positive and is a multiple of 2^64
            var borrow = 0;
            for (var i = 0; i < limbs; i++) {
                var v = u[i + j] - digit * n[i] - borrow + (1 << 140);
                u[i + j] = v & mask;
                borrow = (1 << 76) - (v >> 64);
            }
            u[j + limbs] -= borrow;
            while (u[j + limbs] != 0 && digit > 0 && (-u[j + limbs]) < 8) { // digit was too large: add back
                digit -= 1;
                var over = 0;
                for (var i = 0; i < limbs; i++) {
                    over += u[i + j] + n[i];
                    u[i + j] = over & mask;
                    over = over >> 64;
                }
                u[j + limbs] += over;
            }
        }
        if (j < limbs) { out[0][j] = digit; }
    }
    for (var i = 0; i < limbs; i++) { out[1][i] = u[i]; }
    return out;
}

/**
 * @title Is a below b?
 * @param limbs number of 64-bit limbs
 * @input a, b range-checked limbs, least significant first; a < b is enforced
 * @notice A hinted indicator names the most significant limb where they differ. Above it all limbs are equal; at it b - a - 1 is in
 *   [0, 2^64). Both follow only from a < b. Entries of the indicator are bits and sum to 1.
 */
template MustBeBelow(limbs) {
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
    component inRange = InRange(64);
    inRange.number <== gap - 1;
}
