// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "bits.circom";

// The LDSSecurityObject of ICAO 9303-10 4.6.2.2 with SHA-256:
//
//   SEQUENCE {
//     INTEGER version,                                     0 or 1
//     SEQUENCE { OID 2.16.840.1.101.3.4.2.1, [NULL] },
//     SEQUENCE OF SEQUENCE { INTEGER number, OCTET STRING digest },
//     [SEQUENCE ldsVersionInfo]                            only and always in version 1
//   }
//
// It is walked from its first byte. Every position is computed from the bytes before it; an indicator (OneHot) pins it.

/**
 * @title Length of a DER element in one to three bytes
 * @input bytes the three bytes after the tag
 * @output one 1 if the form is 81 xx
 * @output two 1 if the form is 82 xx xx
 * @output value the length of the content; other forms are refused
 * @notice The flags are hints, but each is tied to its byte, and with neither set the first byte must be below 128: exactly one
 *   assignment fits any first byte.
 */
template DerLength() {
    signal input bytes[3];
    signal output one;
    signal output two;
    signal output value;
    one <-- bytes[0] == 0x81 ? 1 : 0;
    two <-- bytes[0] == 0x82 ? 1 : 0;
    one * (one - 1) === 0;
    two * (two - 1) === 0;
    one * (bytes[0] - 0x81) === 0;
    two * (bytes[0] - 0x82) === 0;
    signal short;
    short <== (1 - one - two) * bytes[0];
    component shortRange = InRange(7);
    shortRange.number <== short;
    signal long1;
    long1 <== one * bytes[1];
    signal long2;
    long2 <== two * (256 * bytes[1] + bytes[2]);
    value <== short + long1 + long2;
}

/**
 * @title LDSSecurityObject with SHA-256 whose first entry is data group 1
 * @param size of the byte array; bytes from `length` on are zero (ensured by Sha256Bounded)
 * @input bytes
 * @input length at most size - 9 (ensured by Sha256Bounded)
 * @input dg1Digest SHA-256 of DG1, eight words
 * @notice Enforced: all tags, all lengths, the hash algorithm, every entry's header, digest(DG1) in the first entry, number 1. The list
 *   ends where the header says, and the whole ends there (version 0) or after one more SEQUENCE (version 1): nothing is left over.
 */
template LdsSecurityObject(size) {
    var entryBytes = 39; // 30 25 02 01 nn 04 20 digest
    var entries = (size - 9 - 20) \ entryBytes;
    signal input bytes[size];
    signal input length;
    signal input dg1Digest[8];

    // 30 length
    bytes[0] === 0x30;
    component outer = DerLength();
    for (var i = 0; i < 3; i++) { outer.bytes[i] <== bytes[1 + i]; }
    2 + outer.one + 2 * outer.two + outer.value === length;

    // What follows starts at 2, 3 or 4.
    // 02 01 version
    signal version3[2];
    version3[0] <== outer.one * (packThree(bytes[3], bytes[4], bytes[5]) - packThree(bytes[2], bytes[3], bytes[4]));
    version3[1] <== outer.two * (packThree(bytes[4], bytes[5], bytes[6]) - packThree(bytes[2], bytes[3], bytes[4]));
    signal version;
    version <== packThree(bytes[2], bytes[3], bytes[4]) + version3[0] + version3[1] - 0x020100;
    version * (version - 1) === 0;

    // 30 0B 06 09 60 86 48 01 65 03 04 02 01, or 30 0D and 05 00 behind
    var algorithmAt[3];
    var nullAt[3];
    for (var s = 0; s < 3; s++) {
        var sum = 0;
        for (var i = 0; i < 13; i++) { sum = sum * 256 + bytes[5 + s + i]; }
        algorithmAt[s] = sum;
        nullAt[s] = bytes[18 + s] * 256 + bytes[19 + s];
    }
    signal algorithm[2];
    algorithm[0] <== outer.one * (algorithmAt[1] - algorithmAt[0]);
    algorithm[1] <== outer.two * (algorithmAt[2] - algorithmAt[0]);
    signal hasNull;
    hasNull <== (algorithmAt[0] + algorithm[0] + algorithm[1] - 0x300b0609608648016503040201) / (2 * 256 ** 11);
    hasNull * (hasNull - 1) === 0;
    signal parameters[2];
    parameters[0] <== outer.one * (nullAt[1] - nullAt[0]);
    parameters[1] <== outer.two * (nullAt[2] - nullAt[0]);
    hasNull * (nullAt[0] + parameters[0] + parameters[1] - 0x0500) === 0;

    // 30 length of the list, at 18 to 22
    component listAt = OneHot(5);
    listAt.index <== outer.one + 2 * outer.two + 2 * hasNull;
    component listHeader[4];
    for (var j = 0; j < 4; j++) {
        listHeader[j] = Choose(5);
        listHeader[j].hot <== listAt.hot;
        for (var k = 0; k < 5; k++) { listHeader[j].values[k] <== bytes[18 + k + j]; }
    }
    listHeader[0].out === 0x30;
    component list = DerLength();
    for (var j = 0; j < 3; j++) { list.bytes[j] <== listHeader[1 + j].out; }

    // The entries start at 20 to 26; there are 1 to `entries` of them.
    component startAt = OneHot(7);
    startAt.index <== listAt.index + list.one + 2 * list.two;
    component count = OneHot(entries);
    count.index <== list.value / entryBytes - 1;

    component header[entries];
    var exists = 1; // entry e exists
    for (var e = 0; e < entries; e++) {
        header[e] = Choose(7);
        header[e].hot <== startAt.hot;
        for (var k = 0; k < 7; k++) {
            var at = 20 + k + entryBytes * e;
            if (e == 0) {
                header[e].values[k] <== packSeven(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3], bytes[at + 4], bytes[at + 5], bytes[at + 6]);
            } else {
                header[e].values[k] <== packSeven(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3], 0, bytes[at + 5], bytes[at + 6]);
            }
        }
        if (e == 0) {
            header[e].out === 0x30250201010420; // data group 1
        } else {
            exists -= count.hot[e - 1];
            exists * (header[e].out - 0x30250201000420) === 0;
        }
    }

    component digest[2];
    for (var h = 0; h < 2; h++) {
        digest[h] = Choose(7);
        digest[h].hot <== startAt.hot;
        for (var k = 0; k < 7; k++) {
            var sum = 0;
            for (var i = 0; i < 16; i++) { sum = sum * 256 + bytes[27 + k + 16 * h + i]; }
            digest[h].values[k] <== sum;
        }
        var expected = 0;
        for (var i = 0; i < 4; i++) { expected = expected * (1 << 32) + dg1Digest[4 * h + i]; }
        digest[h].out === expected;
    }

    // Behind the list: nothing (version 0), or 30 length and as many bytes (version 1).
    signal rest;
    rest <== length - (20 + startAt.index) - list.value;
    (1 - version) * rest === 0;
    component behind[entries];
    component info = Choose(entries);
    info.hot <== count.hot;
    for (var e = 0; e < entries; e++) {
        behind[e] = Choose(7);
        behind[e].hot <== startAt.hot;
        for (var k = 0; k < 7; k++) {
            var at = 20 + k + entryBytes * (e + 1);
            behind[e].values[k] <== bytes[at] * 256 + bytes[at + 1];
        }
        info.values[e] <== behind[e].out;
    }
    signal infoLength;
    infoLength <== version * (rest - 2);
    component infoRange = InRange(7);
    infoRange.number <== infoLength;
    version * (info.out - 0x3000 - infoLength) === 0;
}

function packThree(a, b, c) { return (a * 256 + b) * 256 + c; }

function packSeven(a, b, c, d, e, f, g) {
    return (((((a * 256 + b) * 256 + c) * 256 + d) * 256 + e) * 256 + f) * 256 + g;
}
