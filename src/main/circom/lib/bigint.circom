// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "bits.circom";

// Integers of thousands of bits as 32-bit limbs, least significant first.

/**
 * @title Values of a polynomial at 0, 1, ..., points - 1
 * @param limbs number of coefficients
 * @input coefficients
 * @output values linear, so free
 */
template ValuesAt(limbs, points) {
    signal input coefficients[limbs];
    signal output values[points];
    for (var t = 0; t < points; t++) {
        var sum = 0;
        for (var i = limbs - 1; i >= 0; i--) { sum = sum * t + coefficients[i]; }
        values[t] <== sum;
    }
}

/**
 * @title Product with remainder: a b = q n + r over the integers
 * @param limbs number of 32-bit limbs of each of a, b, q, n, r, at most 64
 * @input aValues, bValues, qValues, nValues, rValues the polynomials of the limbs at 2 limbs - 1 points (ValuesAt). The caller has
 *   range-checked every limb to 32 bits.
 * @input a, b, q, n, r the limbs themselves, for the hints only
 * @notice c(X) = a(X) b(X) - q(X) n(X) - r(X) has 2 limbs - 1 coefficients. They are hinted, but pinned: a polynomial of that degree is
 *   determined by its values at 2 limbs - 1 points, and all those values are compared. As integers
 *   |c_m| <= 64 (2^32 - 1)^2 + 2^32 < 2^70 - 2^39 + 2^33.
 *   a b = q n + r says that c(2^32) = 0. That is checked in groups of six coefficients with carries:
 *     sum_{j<6} c_{6g+j} 2^(32 j) + carry_g = 2^192 carry_{g+1},  carry_0 = 0, last carry = 0.
 *   The left side is below 2^231 in absolute value; carries are range-checked to [-2^38, 2^38), so the right side is at most 2^230:
 *   both far below half the field's order, hence equality in the field is equality of integers. Honest carries fit: the left side
 *   is below (2^70 - 2^39 + 2^33) 2^160 (1 + 2^-32 + 2^-63) + 2^38 < 2^230 (1 - 2^-33), so |carry_{g+1}| < 2^38.
 *   Each group's first coefficient is not a wire but this equation's expression in the other five and the carries, so the groups
 *   cost nothing beyond the carries' ranges.
 */
template ProductWithRemainder(limbs) {
    assert(limbs <= 64);
    var points = 2 * limbs - 1;
    var size = 6;
    var groups = (points + size - 1) \ size;
    var carryBits = 39;
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

    signal c[points];
    signal carry[groups - 1];
    component inRange[groups - 1];
    var coefficients[points];
    var carryIn = 0;
    for (var g = 0; g < groups; g++) {
        var first = size * g;
        var sum = 0;
        for (var j = 1; j < size && first + j < points; j++) {
            c[first + j] <-- difference[first + j];
            coefficients[first + j] = c[first + j];
            sum += c[first + j] * (1 << (32 * j));
        }
        var carryOut = 0;
        if (g < groups - 1) {
            var total = difference[first] + sum + carryIn;
            carry[g] <-- total / (1 << 192); // exact over the integers, hence in the field
            inRange[g] = InRange(carryBits);
            inRange[g].number <== carry[g] + (1 << (carryBits - 1));
            carryOut = carry[g];
        }
        coefficients[first] = carryOut * (1 << 192) - carryIn - sum;
        carryIn = carryOut;
    }

    signal product[points];
    for (var t = 0; t < points; t++) {
        var value = 0;
        for (var m = points - 1; m >= 0; m--) { value = value * t + coefficients[m]; }
        product[t] <== aValues[t] * bValues[t];
        qValues[t] * nValues[t] === product[t] - rValues[t] - value;
    }
}

// Quotient and remainder of a b by n, hints only. Limbs of 32 bits, n's highest limb at least 2^31 (else the hint is useless and the
// constraints refuse it). Products are summed by columns; the division is Knuth's algorithm D (The Art of Computer Programming 4.3.1)
// in radix 2^64 with the quotient digit taken from three and two limbs.
function quotientAndRemainder(limbs, a, b, n) {
    var out[2][64];
    var half = limbs \ 2;
    var x[32];
    var y[32];
    var d[32];
    var u[65];
    for (var i = 0; i < half; i++) {
        x[i] = a[2 * i] + a[2 * i + 1] * (1 << 32);
        y[i] = b[2 * i] + b[2 * i + 1] * (1 << 32);
        d[i] = n[2 * i] + n[2 * i + 1] * (1 << 32);
    }
    for (var i = 0; i < 65; i++) { u[i] = 0; }
    for (var i = 0; i < half; i++) {
        for (var j = 0; j < half; j++) { u[i + j] += x[i] * y[j]; }
    }
    var mask = (1 << 64) - 1;
    var carry = 0;
    for (var i = 0; i < 2 * half; i++) {
        carry += u[i];
        u[i] = carry & mask;
        carry = carry >> 64;
    }
    var top = d[half - 1] * (1 << 64) + d[half - 2];
    if (top == 0) { top = 1; } // no modulus: the constraints will refuse
    for (var j = half; j >= 0; j--) {
        var digit = 0;
        if (j + half <= 2 * half) {
            digit = ((u[j + half] * (1 << 64) + u[j + half - 1]) * (1 << 64) + u[j + half - 2]) \ top;
        }
        if (digit > 0) {
            // u -= digit * d * 2^(64 j); 2^140 keeps the intermediate positive and is a multiple of 2^64
            var borrow = 0;
            for (var i = 0; i < half; i++) {
                var v = u[i + j] - digit * d[i] - borrow + (1 << 140);
                u[i + j] = v & mask;
                borrow = (1 << 76) - (v >> 64);
            }
            u[j + half] -= borrow;
            while (u[j + half] != 0 && digit > 0 && (-u[j + half]) < 8) { // digit was too large: add back
                digit -= 1;
                var over = 0;
                for (var i = 0; i < half; i++) {
                    over += u[i + j] + d[i];
                    u[i + j] = over & mask;
                    over = over >> 64;
                }
                u[j + half] += over;
            }
        }
        if (j < half) {
            out[0][2 * j] = digit & 0xffffffff;
            out[0][2 * j + 1] = (digit >> 32) & 0xffffffff;
        }
    }
    for (var i = 0; i < half; i++) {
        out[1][2 * i] = u[i] & 0xffffffff;
        out[1][2 * i + 1] = u[i] >> 32;
    }
    return out;
}

/**
 * @title Is a below b?
 * @param limbs number of 32-bit limbs
 * @input a, b range-checked limbs, least significant first; a < b is enforced
 * @notice A hinted indicator names the most significant limb where they differ. Above it all limbs are equal; at it b - a - 1 is in
 *   [0, 2^32). Both follow only from a < b. Entries of the indicator are bits and sum to 1.
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
    component inRange = InRange(32);
    inRange.number <== gap - 1;
}
