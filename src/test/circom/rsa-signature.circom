// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "lib/bits.circom";
include "lib/pss.circom";
include "lib/rsa.circom";

/**
 * @title The RSA part of an enrolment alone: the signature covers a digest
 * @param padding 1 PKCS#1 v1.5, 2 PSS
 * @param squarings of the exponent
 * @input digest eight words, in range
 */
template RsaSignature(padding, squarings) {
    signal input digest[8];
    signal input signature[rsaLimbs()];
    signal input modulus[rsaLimbs()];
    signal input quotients[squarings + 1][rsaLimbs()];
    signal input remainders[squarings][rsaLimbs()];
    signal input salt[padding == 2 ? 32 : 0];

    component rsa = RsaPower(squarings);
    rsa.signature <== signature;
    rsa.modulus <== modulus;
    rsa.quotients <== quotients;
    rsa.remainders <== remainders;
    if (padding == 2) {
        component pss = PssSha256();
        pss.digest <== digest;
        pss.salt <== salt;
        rsa.message <== pss.message;
    } else {
        component pkcs1 = Pkcs1Sha256();
        pkcs1.digest <== digest;
        rsa.message <== pkcs1.message;
    }
}

/**
 * @title The constants of lib/rsa-constants.circom as outputs
 */
template RsaPlan() {
    var groups = rsaGroups();
    var points = 2 * rsaLimbs() - 1;
    signal output starts[groups + 1];
    signal output bits[groups - 1];
    signal output lows[groups - 1];
    signal output weights[groups][points];
    signal input bit; // a circuit without any constraint is none
    bit * (bit - 1) === 0;
    starts <== rsaGroupStarts();
    bits <== rsaCarryBits();
    lows <== rsaCarryLows();
    weights <== rsaCarryWeights();
}
