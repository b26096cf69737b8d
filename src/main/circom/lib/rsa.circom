// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "bigint.circom";
include "rsa-constants.circom"; // made by rsa-constants.mjs

/**
 * @title RSA-2048 with exponent 2^squarings + 1: signature^exponent = message modulo the modulus
 * @param squarings 16 for 65537, 1 for 3
 * @input signature limbs; forced into range and below the modulus (RFC 8017 5.2.2)
 * @input modulus limbs; forced into range, and the highest bit to 1
 * @input message m = sum of message[i] 2^(30 i) is the whole encoded message. The caller sees to it that each message[i] is an integer in
 *   [0, 2^60) and m below 2^2047; how m is split is free.
 * @input quotients, remainders hints: of each squaring and of the last product, whose remainder is the message; forced into range
 * @notice Each step is an integer identity a b = q n + r (see bigint.circom). Remainders need not be reduced: r = a b - q n over the
 *   integers is enough for r = a b modulo n. The last remainder is the message itself, so all of it is compared. Being below 2^2047 and
 *   so below the modulus, it is the only encoded message that the signature has.
 */
template RsaPower(squarings) {
    var limbs = rsaLimbs();
    var width = rsaWidth();
    var top = rsaTop();
    var points = 2 * limbs - 1;
    signal input signature[limbs];
    signal input modulus[limbs];
    signal input message[limbs];
    signal input quotients[squarings + 1][limbs];
    signal input remainders[squarings][limbs];

    component signatureRange = LimbsInRange(limbs, width, top);
    signatureRange.number <== signature;
    component modulusRange = LimbsInRange(limbs, width, top - 1);
    for (var i = 0; i < limbs; i++) { modulusRange.number[i] <== modulus[i] - (i == limbs - 1 ? 1 << (top - 1) : 0); }

    // Compared in limbs of 90 bits.
    component below = MustBeBelow((limbs + 2) \ 3, 3 * width);
    for (var i = 0; i < limbs; i += 3) {
        var s = 0;
        var n = 0;
        for (var k = 0; k < 3 && i + k < limbs; k++) {
            s += signature[i + k] * (1 << (width * k));
            n += modulus[i + k] * (1 << (width * k));
        }
        below.a[i \ 3] <== s;
        below.b[i \ 3] <== n;
    }

    component signatureValues = ValuesAt(limbs, points);
    signatureValues.coefficients <== signature;
    component modulusValues = ValuesAt(limbs, points);
    modulusValues.coefficients <== modulus;

    var groups = rsaGroups();
    var starts[rsaGroups() + 1] = rsaGroupStarts();
    var bits[rsaGroups() - 1] = rsaCarryBits();
    var lows[rsaGroups() - 1] = rsaCarryLows();
    var weights[rsaGroups()][2 * rsaLimbs() - 1] = rsaCarryWeights();

    component quotientRange[squarings + 1];
    component quotientValues[squarings + 1];
    component remainderRange[squarings];
    component remainderValues[squarings];
    signal product[squarings + 1][points];
    signal multiple[squarings + 1][points];
    component carryRange[squarings + 1][groups - 1];
    for (var k = 0; k <= squarings; k++) {
        quotientRange[k] = LimbsInRange(limbs, width, top);
        quotientRange[k].number <== quotients[k];
        quotientValues[k] = ValuesAt(limbs, points);
        quotientValues[k].coefficients <== quotients[k];
        if (k < squarings) {
            remainderRange[k] = LimbsInRange(limbs, width, top);
            remainderRange[k].number <== remainders[k];
            remainderValues[k] = ValuesAt(limbs, points);
            remainderValues[k].coefficients <== remainders[k];
        }
        for (var t = 0; t < points; t++) {
            if (k == 0) {
                product[k][t] <== signatureValues.values[t] * signatureValues.values[t];
            } else if (k < squarings) {
                product[k][t] <== remainderValues[k - 1].values[t] * remainderValues[k - 1].values[t];
            } else {
                product[k][t] <== remainderValues[k - 1].values[t] * signatureValues.values[t];
            }
            multiple[k][t] <== quotientValues[k].values[t] * modulusValues.values[t];
        }
        var carry = 0;
        for (var g = 0; g < groups; g++) {
            var size = starts[g + 1] - starts[g];
            var sum = carry;
            for (var t = 0; t < points; t++) { sum += weights[g][t] * (product[k][t] - multiple[k][t]); }
            for (var i = 0; i < size && starts[g] + i < limbs; i++) {
                if (k < squarings) {
                    sum -= remainders[k][starts[g] + i] * (1 << (width * i));
                } else {
                    sum -= message[starts[g] + i] * (1 << (width * i));
                }
            }
            if (g < groups - 1) {
                carry = sum / (1 << (width * size));
                // The bits' sum is in a product's place for its zeros' sake: see Bits.
                carryRange[k][g] = Bits(bits[g]);
                carryRange[k][g].number <== carry + lows[g];
            } else {
                sum === 0;
            }
        }
    }
}

/**
 * @title EMSA-PKCS1-v1_5 encoding of a SHA-256 digest for a 2048-bit modulus (RFC 8017 9.2)
 * @input digest eight words below 2^32
 * @output message 00 01 FF..FF 00, DigestInfo (with the NULL parameter), digest, as RsaPower takes it: each 32-bit word stands, shifted by
 *   at most 28 bits, in the limb where it begins, and no two begin in the same limb: each message[i] is below 2^60
 */
template Pkcs1Sha256() {
    signal input digest[8];
    signal output message[rsaLimbs()];
    // 30 31 30 0d 06 09 60 86 48 01 65 03 04 02 01 05 00 04 20, after the 00 that ends the padding: five words
    var info[5] = [0x00303130, 0x0d060960, 0x86480165, 0x03040201, 0x05000420];
    var sums[rsaLimbs()];
    for (var i = 0; i < rsaLimbs(); i++) { sums[i] = 0; }
    for (var i = 0; i < 64; i++) { // least significant word first
        var word = 0;
        if (i < 8) { word = digest[7 - i]; }
        else if (i < 13) { word = info[12 - i]; }
        else if (i < 63) { word = 0xffffffff; }
        else { word = 0x0001ffff; }
        sums[32 * i \ rsaWidth()] += word * (1 << (32 * i % rsaWidth()));
    }
    for (var i = 0; i < rsaLimbs(); i++) { message[i] <== sums[i]; }
}
