// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "bits.circom";
include "hash.circom";

// The LDSSecurityObject of ICAO 9303-10 4.6.2.2 with one hash for all digests:
//
//   SEQUENCE {
//     INTEGER version,                                     0 or 1
//     SEQUENCE { OID, [NULL] },                            1.3.14.3.2.26 (SHA-1) or 2.16.840.1.101.3.4.2.1 (SHA-256)
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
 * @title LDSSecurityObject whose first entry is data group 1
 * @param hash of the digests, as of hash.circom
 * @param size of the byte array; bytes from `length` on are zero (ensured by HashBounded)
 * @input bytes
 * @input length at most size - 9 (ensured by HashBounded)
 * @input dg1Digest digest of DG1, words
 * @notice Enforced: all tags, all lengths, the hash algorithm, every entry's header, digest(DG1) in the first entry, number 1. The list
 *   ends where the header says, and the whole ends there (version 0) or after one more SEQUENCE (version 1): nothing is left over.
 */
template LdsSecurityObject(hash, size) {
    var words = hashWords(hash);
    var digestBytes = 4 * words;
    // The algorithm without NULL: 30 07 06 05 2B 0E 03 02 1A, or 30 0B 06 09 60 86 48 01 65 03 04 02 01
    var algorithmBytes = hash == hashSha1() ? 9 : 13;
    var algorithmCode = hash == hashSha1() ? 0x300706052b0e03021a : 0x300b0609608648016503040201;
    var listBase = 5 + algorithmBytes;
    var startBase = listBase + 2;
    var entryBytes = 7 + digestBytes; // 30 length 02 01 nn 04 length digest
    var entryHeader = 0x30000201000400 + (5 + digestBytes) * 256 ** 5 + digestBytes;
    var entries = (size - 9 - startBase) \ entryBytes;
    signal input bytes[size];
    signal input length;
    signal input dg1Digest[words];

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

    // the algorithm, or its length two greater and 05 00 behind
    var algorithmAt[3];
    var nullAt[3];
    for (var s = 0; s < 3; s++) {
        var sum = 0;
        for (var i = 0; i < algorithmBytes; i++) { sum = sum * 256 + bytes[5 + s + i]; }
        algorithmAt[s] = sum;
        nullAt[s] = bytes[listBase + s] * 256 + bytes[listBase + 1 + s];
    }
    signal algorithm[2];
    algorithm[0] <== outer.one * (algorithmAt[1] - algorithmAt[0]);
    algorithm[1] <== outer.two * (algorithmAt[2] - algorithmAt[0]);
    signal hasNull;
    hasNull <== (algorithmAt[0] + algorithm[0] + algorithm[1] - algorithmCode) / (2 * 256 ** (algorithmBytes - 2));
    hasNull * (hasNull - 1) === 0;
    signal parameters[2];
    parameters[0] <== outer.one * (nullAt[1] - nullAt[0]);
    parameters[1] <== outer.two * (nullAt[2] - nullAt[0]);
    hasNull * (nullAt[0] + parameters[0] + parameters[1] - 0x0500) === 0;

    // 30 length of the list, at listBase to listBase + 4
    component listAt = OneHot(5);
    listAt.index <== outer.one + 2 * outer.two + 2 * hasNull;
    component listHeader[4];
    for (var j = 0; j < 4; j++) {
        listHeader[j] = Choose(5);
        listHeader[j].hot <== listAt.hot;
        for (var k = 0; k < 5; k++) { listHeader[j].values[k] <== bytes[listBase + k + j]; }
    }
    listHeader[0].out === 0x30;
    component list = DerLength();
    for (var j = 0; j < 3; j++) { list.bytes[j] <== listHeader[1 + j].out; }

    // The entries start at startBase to startBase + 6; there are 1 to `entries` of them.
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
            var at = startBase + k + entryBytes * e;
            if (e == 0) {
                header[e].values[k] <== packSeven(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3], bytes[at + 4], bytes[at + 5], bytes[at + 6]);
            } else {
                header[e].values[k] <== packSeven(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3], 0, bytes[at + 5], bytes[at + 6]);
            }
        }
        if (e == 0) {
            header[e].out === entryHeader + 256 ** 2; // data group 1
        } else {
            exists -= count.hot[e - 1];
            exists * (header[e].out - entryHeader) === 0;
        }
    }

    var chunks = digestChunks(words);
    var chunkWords = words \ chunks;
    component digest[chunks];
    for (var h = 0; h < chunks; h++) {
        digest[h] = Choose(7);
        digest[h].hot <== startAt.hot;
        for (var k = 0; k < 7; k++) {
            var sum = 0;
            for (var i = 0; i < 4 * chunkWords; i++) { sum = sum * 256 + bytes[startBase + 7 + k + 4 * chunkWords * h + i]; }
            digest[h].values[k] <== sum;
        }
        var expected = 0;
        for (var i = 0; i < chunkWords; i++) { expected = expected * (1 << 32) + dg1Digest[chunkWords * h + i]; }
        digest[h].out === expected;
    }

    // Behind the list: nothing (version 0), or 30 length and as many bytes (version 1).
    signal rest;
    rest <== length - (startBase + startAt.index) - list.value;
    (1 - version) * rest === 0;
    component behind[entries];
    component info = Choose(entries);
    info.hot <== count.hot;
    for (var e = 0; e < entries; e++) {
        behind[e] = Choose(7);
        behind[e].hot <== startAt.hot;
        for (var k = 0; k < 7; k++) {
            var at = startBase + k + entryBytes * (e + 1);
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
