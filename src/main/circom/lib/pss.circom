// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "bits.circom";
include "rsa.circom";
include "sha256.circom";

/**
 * @title EMSA-PSS encoding of a SHA-256 digest for a 2048-bit modulus: MGF1 with SHA-256, a salt of 32 bytes (RFC 8017 9.1.1)
 * @input digest mHash, eight words below 2^32
 * @input salt 32 bytes, a hint; forced into 0..255
 * @output message EM as RsaPower takes it, limbs in range
 * @notice A verifier (9.1.2) reads the salt out of EM and checks the rest. Here the salt is given, EM is *computed* as the signer computed
 *   it, and all 2048 bits of it are compared with the power of the signature: EM is accepted by 9.1.2 exactly if it is the encoding of the
 *   digest with some salt of 32 bytes. So there is nothing to check that could be forgotten: not the top bit of maskedDB, the 190 zero
 *   bytes, the 01, nor the trailer. The names are those of the standard; emBits = 2047, emLen = 256.
 */
template PssSha256() {
    signal input digest[8];
    signal input salt[32];
    signal output message[rsaLimbs()];

    component saltBits = BytesToBits(32);
    saltBits.bytes <== salt;

    // H = Hash(00 00 00 00 00 00 00 00 || mHash || salt)
    component mHash[8];
    component H = Sha256Fixed(72);
    for (var j = 0; j < 8; j++) {
        mHash[j] = Bits(32);
        mHash[j].number <== digest[j];
    }
    for (var p = 0; p < 72; p++) {
        for (var i = 0; i < 8; i++) {
            if (p < 8) { H.bits[p][i] <== 0; }
            else if (p < 40) { H.bits[p][i] <== mHash[(p - 8) \ 4].bits[bitOfWord(p - 8, i)]; }
            else { H.bits[p][i] <== saltBits.bits[p - 40][i]; }
        }
    }

    // dbMask = MGF1(H, 223) = Hash(H || 00 00 00 00) || Hash(H || 00 00 00 01) || ... (B.2.1)
    component mask[7];
    for (var c = 0; c < 7; c++) {
        mask[c] = Sha256Fixed(36);
        for (var p = 0; p < 36; p++) {
            for (var i = 0; i < 8; i++) {
                if (p < 32) { mask[c].bits[p][i] <== H.digestBits[p \ 4][bitOfWord(p, i)]; }
                else { mask[c].bits[p][i] <== p == 35 ? (c >> i) & 1 : 0; }
            }
        }
    }

    // EM = maskedDB || H || bc, maskedDB = DB xor dbMask with the top bit cleared, DB = 190 bytes 00 || 01 || salt
    signal masked[32][8];
    var sums[rsaLimbs()];
    for (var i = 0; i < rsaLimbs(); i++) { sums[i] = 0; }
    for (var p = 0; p < 256; p++) {
        for (var i = 0; i < 8; i++) {
            var bit = (0xbc >> i) & 1;
            if (p < 223) {
                var m = mask[p \ 32].digestBits[p % 32 \ 4][bitOfWord(p, i)];
                if (p == 0 && i == 7) { bit = 0; }
                else if (p < 190) { bit = m; }
                else if (p == 190) { bit = i == 0 ? 1 - m : m; }
                else {
                    masked[p - 191][i] <== m * saltBits.bits[p - 191][i];
                    bit = m + saltBits.bits[p - 191][i] - 2 * masked[p - 191][i];
                }
            } else if (p < 255) {
                bit = H.digestBits[(p - 223) \ 4][bitOfWord(p - 223, i)];
            }
            var at = 8 * (255 - p) + i;
            sums[at \ rsaWidth()] += bit * (1 << (at % rsaWidth()));
        }
    }
    for (var i = 0; i < rsaLimbs(); i++) { message[i] <== sums[i]; }
}

// Where bit i of byte p stands in its 32-bit word, whose first byte is the most significant one.
function bitOfWord(p, i) { return 8 * (3 - p % 4) + i; }
