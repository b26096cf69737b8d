// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

// Bits, bytes, ranges and choices. Two habits of this library:
//
//  - A number that many constraints use is kept as a wire: `b * b === number - rest`, where b is its lowest bit, states the
//    decomposition in a *quadratic* constraint. A linear one would be substituted by --O2, and the whole sum would then be copied to
//    every use: correct, but with rows of hundreds of terms and a slow prover.
//  - Indices, flags and hints (`<--`) are always pinned by constraints; each template says by which.

/**
 * @title Exclusive or of three bits in one constraint
 * @input a @input b @input c bits
 * @output out a xor b xor c
 * @notice With v = a + b + c in 0..3, v (v - 2 out) = 2 v - 3 out gives out (3 - 2 v) = v (2 - v). 3 - 2 v is odd, never 0, so out is
 *   determined: 0, 1, 0, 1.
 */
template Xor3() {
    signal input a;
    signal input b;
    signal input c;
    signal output out;
    var v = a + b + c;
    out <-- v & 1;
    v * (v - 2 * out) === 2 * v - 3 * out;
}

/**
 * @title Majority of three bits in one constraint
 * @input a @input b @input c bits
 * @output out 1 if at least two are 1
 * @notice With v = a + b + c, v (v - 4 out) = v - 6 out gives out (6 - 4 v) = v (1 - v). 6 - 4 v is never 0 for v in 0..3, so out is
 *   determined: 0, 0, 1, 1.
 */
template Maj3() {
    signal input a;
    signal input b;
    signal input c;
    signal output out;
    var v = a + b + c;
    out <-- v >> 1;
    v * (v - 4 * out) === v - 6 * out;
}

/**
 * @title A sum modulo 2^32
 * @param carries number of bits above the word; sum must be below 2^(32 + carries), which each caller argues
 * @input sum a non-negative integer, linear in the caller's wires
 * @output word its lowest 32 bits, index = weight
 */
template WordSum(carries) {
    signal input sum;
    signal output word[32];
    signal carry[carries];
    var rest = 0;
    for (var i = 1; i < 32; i++) {
        word[i] <-- (sum >> i) & 1;
        word[i] * (word[i] - 1) === 0;
        rest += word[i] * (1 << i);
    }
    for (var i = 0; i < carries; i++) {
        carry[i] <-- (sum >> (32 + i)) & 1;
        carry[i] * (carry[i] - 1) === 0;
        rest += carry[i] * (1 << (32 + i));
    }
    word[0] <-- sum & 1;
    word[0] * (word[0] - 1) === 0;
    word[0] * word[0] === sum - rest;
}

/**
 * @title Bits of an integer
 * @param n number of bits, at most 252 so that the sum cannot wrap around the field
 * @input number an integer in [0, 2^n) (enforced)
 * @output bits index = weight
 */
template Bits(n) {
    assert(n <= 252);
    signal input number;
    signal output bits[n];
    var rest = 0;
    for (var i = 1; i < n; i++) {
        bits[i] <-- (number >> i) & 1;
        bits[i] * (bits[i] - 1) === 0;
        rest += bits[i] * (1 << i);
    }
    bits[0] <-- number & 1;
    bits[0] * (bits[0] - 1) === 0;
    bits[0] * bits[0] === number - rest;
}

/**
 * @title Range check
 * @param n number of bits, 2 to 252
 * @input number forced into [0, 2^n)
 * @notice The lowest bit is number minus the others, an expression instead of a wire: n constraints.
 */
template InRange(n) {
    assert(n >= 2 && n <= 252);
    signal input number;
    signal upper[n - 1];
    var lowest = number;
    for (var i = 1; i < n; i++) {
        upper[i - 1] <-- (number >> i) & 1;
        upper[i - 1] * (upper[i - 1] - 1) === 0;
        lowest -= upper[i - 1] * (1 << i);
    }
    lowest * (lowest - 1) === 0;
}

/**
 * @title Bits of bytes
 * @param n how many bytes
 * @input bytes each forced into 0..255
 * @output bits index = weight
 */
template BytesToBits(n) {
    signal input bytes[n];
    signal output bits[n][8];
    for (var k = 0; k < n; k++) {
        var byte = 0;
        for (var i = 0; i < 8; i++) {
            bits[k][i] <-- (bytes[k] >> i) & 1;
            bits[k][i] * (bits[k][i] - 1) === 0;
            byte += bits[k][i] * (1 << i);
        }
        bytes[k] === byte;
    }
}

/**
 * @title Is it zero?
 * @input in any field element
 * @output out 1 if in = 0, else 0
 * @notice in * inverse = 1 - out and in * out = 0: for in = 0 the first gives out = 1, else the second gives out = 0. The third
 *   constraint only pins the hint for in = 0, so that no wire of a circuit is free.
 */
template IsNought() {
    signal input in;
    signal output out;
    signal inverse;
    inverse <-- in != 0 ? 1 / in : 0;
    out <== 1 - in * inverse;
    in * out === 0;
    inverse * out === 0;
}

/**
 * @title Indicator of an index
 * @param n number of places
 * @input index forced into 0..n-1
 * @output hot hot[i] = 1 exactly for i = index
 * @notice hot[i] * (index - i) = 0 leaves only one entry that may differ from 0, and the sum makes it 1.
 */
template OneHot(n) {
    signal input index;
    signal output hot[n];
    var sum = 0;
    for (var i = 0; i < n; i++) {
        hot[i] <-- index == i ? 1 : 0;
        hot[i] * (index - i) === 0;
        sum += hot[i];
    }
    sum === 1;
}

/**
 * @title Inner product with an indicator: the chosen value
 * @param n number of places
 * @input hot an indicator, as of OneHot
 * @input values
 * @output out the value at the indicated place
 */
template Choose(n) {
    signal input hot[n];
    signal input values[n];
    signal output out;
    signal parts[n];
    var sum = 0;
    for (var i = 0; i < n; i++) {
        parts[i] <== hot[i] * values[i];
        sum += parts[i];
    }
    out <== sum;
}

/**
 * @title Big-endian number of bytes
 * @param n how many, at most 31 so that the number stays below the field's order
 */
template Packed(n) {
    assert(n <= 31);
    signal input bytes[n];
    signal output number;
    var sum = 0;
    for (var i = 0; i < n; i++) { sum = sum * 256 + bytes[i]; }
    number <== sum;
}
