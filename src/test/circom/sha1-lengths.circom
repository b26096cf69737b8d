// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "lib/sha1.circom";

/**
 * @title SHA-1 of a message of any length up to a bound, and of its first 1, 55, 56, 63, 64 and 93 bytes
 * @param blocks bound, as of Sha1Bounded
 */
template Sha1Lengths(blocks) {
    signal input bytes[64 * blocks];
    signal input length;
    signal output bounded[5];
    signal output fixed[6][5];
    component bits = BytesToBits(64 * blocks);
    bits.bytes <== bytes;
    component sha1 = Sha1Bounded(blocks);
    sha1.bits <== bits.bits;
    sha1.length <== length;
    bounded <== sha1.digest;

    component f1 = Sha1Fixed(1);
    component f55 = Sha1Fixed(55);
    component f56 = Sha1Fixed(56);
    component f63 = Sha1Fixed(63);
    component f64 = Sha1Fixed(64);
    component f93 = Sha1Fixed(93);
    for (var i = 0; i < 93; i++) {
        if (i < 1) { f1.bits[i] <== bits.bits[i]; }
        if (i < 55) { f55.bits[i] <== bits.bits[i]; }
        if (i < 56) { f56.bits[i] <== bits.bits[i]; }
        if (i < 63) { f63.bits[i] <== bits.bits[i]; }
        if (i < 64) { f64.bits[i] <== bits.bits[i]; }
        f93.bits[i] <== bits.bits[i];
    }
    fixed[0] <== f1.digest;
    fixed[1] <== f55.digest;
    fixed[2] <== f56.digest;
    fixed[3] <== f63.digest;
    fixed[4] <== f64.digest;
    fixed[5] <== f93.digest;
}
