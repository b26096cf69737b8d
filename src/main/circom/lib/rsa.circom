// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "bigint.circom";

/**
 * @title RSA-2048 with exponent 65537: signature^65537 = message modulo the modulus
 * @input signature bytes, big-endian, as bits; below the modulus (enforced, RFC 8017 5.2.2)
 * @input modulus bytes, big-endian, as bits
 * @input message limbs of 64 bits, least significant first, each in range by construction: the whole encoded message, compared in full
 * @notice Sixteen squarings and one product, each an integer identity with a hinted quotient and remainder of 2048 range-checked bits.
 *   Remainders need not be reduced: r = a b - q n over the integers is enough for r = a b modulo n. The last remainder is `message`
 *   itself, so every bit of it is compared.
 */
template RsaPower65537() {
    var limbs = 32;
    var points = 2 * limbs - 1;
    signal input signature[256][8];
    signal input modulus[256][8];
    signal input message[limbs];

    // One wire per limb: b b = limb - rest, see bits.circom.
    signal s[limbs];
    signal n[limbs];
    for (var i = 0; i < limbs; i++) {
        var sumS = 0;
        var sumN = 0;
        for (var k = 0; k < 8; k++) {
            for (var j = 0; j < 8; j++) {
                sumS += signature[255 - 8 * i - k][j] * (1 << (8 * k + j));
                sumN += modulus[255 - 8 * i - k][j] * (1 << (8 * k + j));
            }
        }
        s[i] <-- sumS;
        n[i] <-- sumN;
        signature[255 - 8 * i][0] * signature[255 - 8 * i][0] === s[i] - (sumS - signature[255 - 8 * i][0]);
        modulus[255 - 8 * i][0] * modulus[255 - 8 * i][0] === n[i] - (sumN - modulus[255 - 8 * i][0]);
    }
    component below = MustBeBelow(limbs);
    below.a <== s;
    below.b <== n;

    component sValues = ValuesAt(limbs, points);
    sValues.coefficients <== s;
    component nValues = ValuesAt(limbs, points);
    nValues.coefficients <== n;
    component messageValues = ValuesAt(limbs, points);
    messageValues.coefficients <== message;

    signal q[17][limbs];
    signal r[16][limbs];
    component qRange[17][limbs];
    component rRange[16][limbs];
    component qValues[17];
    component rValues[16];
    component step[17];
    for (var k = 0; k < 17; k++) {
        var hint[2][32];
        if (k == 0) { hint = quotientAndRemainder(limbs, s, s, n); }
        else if (k < 16) { hint = quotientAndRemainder(limbs, r[k - 1], r[k - 1], n); }
        else { hint = quotientAndRemainder(limbs, r[15], s, n); }
        for (var i = 0; i < limbs; i++) {
            q[k][i] <-- hint[0][i];
            qRange[k][i] = InRange(64);
            qRange[k][i].number <== q[k][i];
            if (k < 16) {
                r[k][i] <-- hint[1][i];
                rRange[k][i] = InRange(64);
                rRange[k][i].number <== r[k][i];
            }
        }
        qValues[k] = ValuesAt(limbs, points);
        qValues[k].coefficients <== q[k];
        step[k] = ProductWithRemainder(limbs);
        step[k].q <== q[k];
        step[k].qValues <== qValues[k].values;
        step[k].n <== n;
        step[k].nValues <== nValues.values;
        if (k < 16) {
            rValues[k] = ValuesAt(limbs, points);
            rValues[k].coefficients <== r[k];
            step[k].r <== r[k];
            step[k].rValues <== rValues[k].values;
        } else {
            step[k].r <== message;
            step[k].rValues <== messageValues.values;
        }
        if (k == 0) {
            step[k].a <== s;
            step[k].aValues <== sValues.values;
        } else {
            step[k].a <== r[k - 1];
            step[k].aValues <== rValues[k - 1].values;
        }
        if (k == 0 || k == 16) {
            step[k].b <== s;
            step[k].bValues <== sValues.values;
        } else {
            step[k].b <== r[k - 1];
            step[k].bValues <== rValues[k - 1].values;
        }
    }
}

/**
 * @title EMSA-PKCS1-v1_5 encoding of a SHA-256 digest for a 2048-bit modulus (RFC 8017 9.2)
 * @input digest eight words below 2^32
 * @output limbs 32 limbs of 64 bits: 00 01 FF..FF 00, DigestInfo (with the NULL parameter), digest
 */
template Pkcs1Sha256() {
    signal input digest[8];
    signal output limbs[32];
    // 30 31 30 0d 06 09 60 86 48 01 65 03 04 02 01 05 00 04 20, after the 00 that ends the padding: five words
    var info[5] = [0x00303130, 0x0d060960, 0x86480165, 0x03040201, 0x05000420];
    var words[64]; // least significant first
    for (var i = 0; i < 64; i++) {
        if (i < 8) { words[i] = digest[7 - i]; }
        else if (i < 13) { words[i] = info[12 - i]; }
        else if (i < 63) { words[i] = 0xffffffff; }
        else { words[i] = 0x0001ffff; }
    }
    for (var i = 0; i < 32; i++) { limbs[i] <== words[2 * i] + words[2 * i + 1] * (1 << 32); }
}
