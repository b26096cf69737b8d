// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "bits.circom";

// Reading DER at positions that are computed, never given.

/**
 * @title Header of a DER element whose length takes one to three bytes, minimally encoded (X.690 8.1.3, 10.1)
 * @input bytes the four bytes from the tag on, each in 0..255 (ensured by the caller); those behind the header are ignored
 * @output tag
 * @output one 1 if the length's form is 81 xx
 * @output two 1 if the length's form is 82 xx xx
 * @output size of the header: 2, 3 or 4
 * @output length of the content, at most 65535
 * @notice The flags are hints, but each is tied to its byte, and with neither set the byte must be below 128: exactly one assignment
 *   fits any byte, and none fits 80 (indefinite) and 83 to FF. Minimal: 81 is followed by at least 128, 82 by a byte that is not 0.
 */
template DerHeader() {
    signal input bytes[4];
    signal output tag;
    signal output one;
    signal output two;
    signal output size;
    signal output length;
    tag <== bytes[0];
    one <-- bytes[1] == 0x81 ? 1 : 0;
    two <-- bytes[1] == 0x82 ? 1 : 0;
    one * (one - 1) === 0;
    two * (two - 1) === 0;
    one * (bytes[1] - 0x81) === 0;
    two * (bytes[1] - 0x82) === 0;
    size <== 2 + one + 2 * two;

    signal short;
    short <== (1 - one - two) * bytes[1];
    component shortRange = InRange(7);
    shortRange.number <== short;
    signal over128; // bytes[2] - 128 in the form 81 xx, else 0
    over128 <== one * (bytes[2] - 128);
    component overRange = InRange(7);
    overRange.number <== over128;
    signal over256; // length - 256 in the form 82 xx xx, else 0
    over256 <== two * (256 * (bytes[2] - 1) + bytes[3]);
    component longRange = InRange(16);
    longRange.number <== over256;
    length <== short + over128 + 128 * one + over256 + 256 * two;
}

/**
 * @title Bytes from a position on, the position given as its lowest bits
 * @param n number of bytes
 * @param k number of bits of the shift
 * @input bytes
 * @input shift bits, index = weight
 * @output out out[i] = bytes[i + shift], 0 behind the end
 * @notice A logarithmic shifter: each stage moves all bytes by 2^j or not at all.
 */
template ShiftedBytes(n, k) {
    signal input bytes[n];
    signal input shift[k];
    signal output out[n];
    signal stage[k + 1][n];
    stage[k] <== bytes;
    for (var j = k - 1; j >= 0; j--) {
        for (var i = 0; i < n; i++) {
            if (i + (1 << j) < n) {
                stage[j][i] <== stage[j + 1][i] + shift[j] * (stage[j + 1][i + (1 << j)] - stage[j + 1][i]);
            } else {
                stage[j][i] <== stage[j + 1][i] - shift[j] * stage[j + 1][i];
            }
        }
    }
    out <== stage[0];
}

/**
 * @title A position as coarse indicator and fine bits
 * @param coarse number of values of position \ 32
 * @input position forced into [0, 32 coarse)
 * @output hot indicator of position \ 32
 * @output fine bits of position modulo 32
 * @notice Unique: fine is below 32 because its bits are bits, and hot is the indicator of one of `coarse` values.
 */
template SplitPosition(coarse) {
    signal input position;
    signal output hot[coarse];
    signal output fine[5];
    var rest = 0;
    for (var i = 0; i < 5; i++) {
        fine[i] <-- (position >> i) & 1;
        fine[i] * (fine[i] - 1) === 0;
        rest += fine[i] * (1 << i);
    }
    component index = OneHot(coarse);
    index.index <== (position - rest) / 32;
    hot <== index.hot;
}

/**
 * @title Bytes at a multiple of 32 plus a constant, as one number
 * @param n number of bytes in the array
 * @param coarse number of multiples
 * @param from what is added to the multiple, possibly negative
 * @param count how many bytes, at most 31
 * @input bytes
 * @input hot indicator of the multiple, as of SplitPosition
 * @output number big-endian; bytes outside the array count as 0
 */
template BytesAtMultiple(n, coarse, from, count) {
    assert(count <= 31);
    signal input bytes[n];
    signal input hot[coarse];
    signal output number;
    component chosen = Choose(coarse);
    chosen.hot <== hot;
    for (var q = 0; q < coarse; q++) {
        var sum = 0;
        for (var i = 0; i < count; i++) {
            var at = 32 * q + from + i;
            sum = sum * 256;
            if (at >= 0 && at < n) { sum += bytes[at]; }
        }
        chosen.values[q] <== sum;
    }
    number <== chosen.out;
}

/**
 * @title A few bytes at a position anywhere in an array
 * @param n number of bytes in the array
 * @param count how many bytes are wanted, at most 31
 * @input bytes each in 0..255 (ensured by the caller)
 * @input position forced into 0..n + 31
 * @output out the `count` bytes from `position` on, 0 behind the array's end
 * @notice Thirty-one plus `count` bytes are chosen in chunks of 31 as one number each (one multiplication for each place a chunk can have,
 *   instead of one for each byte), taken apart into bytes again (unique, since 31 bytes stay below the field's order), and shifted.
 */
template BytesAt(n, count) {
    assert(count <= 31);
    var coarse = n \ 32 + 1;
    var width = 31 + count;
    signal input bytes[n];
    signal input position;
    signal output out[count];

    component at = SplitPosition(coarse);
    at.position <== position;

    component chunk[2];
    component chunkBytes[2];
    component window = ShiftedBytes(width, 5);
    for (var c = 0; c < 2; c++) {
        var size = c == 0 ? 31 : count;
        chunk[c] = BytesAtMultiple(n, coarse, 31 * c, size);
        chunk[c].bytes <== bytes;
        chunk[c].hot <== at.hot;
        chunkBytes[c] = Unpacked(size);
        chunkBytes[c].number <== chunk[c].number;
        for (var i = 0; i < size; i++) {
            var byte = 0;
            for (var j = 0; j < 8; j++) { byte += chunkBytes[c].bits[i][j] * (1 << j); }
            window.bytes[31 * c + i] <== byte;
        }
    }
    window.shift <== at.fine;
    for (var i = 0; i < count; i++) { out[i] <== window.out[i]; }
}

/**
 * @title Bytes of a big-endian number, as bits
 * @param n how many bytes, at most 31
 * @input number forced into [0, 256^n)
 * @output bits bits of each byte, index = weight; the first byte is the most significant
 */
template Unpacked(n) {
    assert(n <= 31);
    signal input number;
    signal output bits[n][8];
    component all = Bits(8 * n);
    all.number <== number;
    for (var i = 0; i < n; i++) {
        for (var j = 0; j < 8; j++) { bits[i][j] <== all.bits[8 * (n - 1 - i) + j]; }
    }
}
