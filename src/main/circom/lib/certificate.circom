// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "bits.circom";
include "der.circom";
include "hash.circom";

// The signed part of a document signer's certificate, TBSCertificate of RFC 5280 4.1, walked from its first byte to its last:
//
//   30 82 length                                    at 0
//   A0 03 02 01 02           version 3              at 4
//   02 n serial number       n = 1 to 24            at 9
//   30 09 06 07 algorithm    ECDSA with the hash
//   30 length issuer         opaque
//   30 n validity            opaque, n < 128
//   30 length subject        opaque
//   SubjectPublicKeyInfo     id-ecPublicKey, P-256 in one of four encodings, an uncompressed point
//   A3 length 30 length      extensions, to the end
//
// Each position is computed from the bytes before it, so a string of bytes has at most one reading. A second key, unique identifiers
// ([1], [2]) or anything else between these elements changes a tag at a position that is fixed by what stands before it.
//
// What an attacker can choose among is what the state's authority signed: certificates of document signers, which are admitted; and,
// refused here, of authorities (root and link certificates: keyCertSign, basicConstraints), of signers of master lists, deviation lists,
// visas and barcodes and of servers (extended key usage, which ICAO 9303-12 table 6 forbids to document signers), certificates without
// keyUsage, revocation lists (no version [0]), and anything of another shape.

/**
 * @title Longest encoding of a SubjectPublicKeyInfo of P-256 in front of the coordinates, in bytes
 */
function p256PrefixMost() { return 271; }

// How many encodings are accepted: 0 named curve; 1 explicit parameters without seed; 2 with the seed of FIPS 186 as the Russian
// authority writes it (a BIT STRING without its last four bits, which are 0); 3 with the seed as a BIT STRING of 160 bits. The explicit
// ones have a cofactor and an uncompressed generator.
function p256Encodings() { return 4; }

function p256PrefixLength(encoding) {
    if (encoding == 0) { return 27; }
    if (encoding == 1) { return 247; }
    return 271;
}

// SubjectPublicKeyInfo from its first byte to the 04 in front of X, right-aligned: byte p256PrefixMost() - 1 is the 04.
function p256Prefix(encoding) {
    var out[271];
    for (var i = 0; i < 271; i++) { out[i] = 0; }
    // 30 59 30 13 06 07 id-ecPublicKey 06 08 prime256v1 03 42 00 04
    var named[27] = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d,
        0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04];
    // 30 82 .. 30 82/81 .. 06 07 id-ecPublicKey 30 81 ..: with seed (20 bytes) and without (19)
    var headWithSeed[20] = [
        0x30, 0x82, 0x01, 0x4b, 0x30, 0x82, 0x01, 0x03, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x30, 0x81, 0xf7];
    var headWithoutSeed[19] = [
        0x30, 0x82, 0x01, 0x33, 0x30, 0x81, 0xec, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x30, 0x81, 0xe0];
    // 02 01 01, 30 2C 06 07 prime-field 02 21 p
    var field[49] = [
        0x02, 0x01, 0x01, 0x30, 0x2c, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x01, 0x01, 0x02, 0x21, 0x00, 0xff, 0xff, 0xff,
        0xff, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    // 30 .. 04 20 a 04 20 b
    var coefficients[70] = [
        0x30, 0x5b, 0x04, 0x20, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfc, 0x04, 0x20, 0x5a, 0xc6,
        0x35, 0xd8, 0xaa, 0x3a, 0x93, 0xe7, 0xb3, 0xeb, 0xbd, 0x55, 0x76, 0x98, 0x86, 0xbc, 0x65, 0x1d, 0x06, 0xb0, 0xcc, 0x53,
        0xb0, 0xf6, 0x3b, 0xce, 0x3c, 0x3e, 0x27, 0xd2, 0x60, 0x4b];
    // 03 15 unused bits, seed
    var seed[23] = [
        0x03, 0x15, 0x04, 0xc4, 0x9d, 0x36, 0x08, 0x86, 0xe7, 0x04, 0x93, 0x6a, 0x66, 0x78, 0xe1, 0x13, 0x9d, 0x26, 0xb7, 0x81,
        0x9f, 0x7e, 0x90];
    // 04 41 04 Gx Gy, 02 21 n, 02 01 01, 03 42 00 04
    var rest[109] = [
        0x04, 0x41, 0x04, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40, 0xf2, 0x77,
        0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe,
        0x1a, 0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e, 0x16, 0x2b, 0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb,
        0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51, 0xf5, 0x02, 0x21, 0x00, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63,
        0x25, 0x51, 0x02, 0x01, 0x01, 0x03, 0x42, 0x00, 0x04];
    var at = 271 - p256PrefixLength(encoding);
    if (encoding == 0) {
        for (var i = 0; i < 27; i++) { out[at + i] = named[i]; }
        return out;
    }
    if (encoding == 1) {
        coefficients[1] = 0x44;
        for (var i = 0; i < 19; i++) { out[at + i] = headWithoutSeed[i]; }
        at += 19;
    } else {
        for (var i = 0; i < 20; i++) { out[at + i] = headWithSeed[i]; }
        at += 20;
    }
    for (var i = 0; i < 49; i++) { out[at + i] = field[i]; }
    at += 49;
    for (var i = 0; i < 70; i++) { out[at + i] = coefficients[i]; }
    at += 70;
    if (encoding >= 2) {
        if (encoding == 3) { seed[2] = 0x00; }
        for (var i = 0; i < 23; i++) { out[at + i] = seed[i]; }
        at += 23;
    }
    for (var i = 0; i < 109; i++) { out[at + i] = rest[i]; }
    return out;
}

// Where the pieces of at most 31 bytes begin in which the prefix is compared, counted back from its end; cut where an encoding begins.
function p256PrefixCuts() {
    var cuts[11] = [0, 27, 58, 89, 120, 151, 182, 213, 244, 247, 271];
    return cuts;
}

/**
 * @title Key of a document signer out of its certificate
 * @param hash of the certificate's signature, as of hash.circom
 * @param size of the byte array, a multiple of 64; bytes from `length` on are zero (ensured by HashBounded)
 * @param extensionChunks bound of the extensions: 31 extensionChunks - 8 bytes with their two headers
 * @input bits of TBSCertificate, from 30
 * @input length at most size - 9 (ensured by HashBounded)
 * @output keyX, keyY limbs of 32 bits, least significant first: bytes of the certificate, so in range. Whether they are coordinates of
 *   a point of the curve is the caller's to check.
 * @notice Positions. The serial number starts at 11 and has 1 to 24 bytes, so issuer's header is one of 24 places. The three positions
 *   behind it are sums of lengths; BytesAt reads the headers there. The encoding of the key's prefix is a hint, an indicator of one of
 *   four, and fixes how far behind the subject the coordinates lie. The whole array is shifted so that they come to lie at a multiple
 *   of 32, and then everything from the prefix to the end of the extensions is chosen by that multiple, in pieces: the prefix is compared
 *   with the encoding byte for byte, from the byte behind the subject on, so a wrong hint is refused.
 *   All positions are sums of a few numbers below 2^17, and SplitPosition or OneHot forces each into the array: no equation wraps around.
 */
template CertificateKey(hash, size, extensionChunks) {
    var coarse = size \ 32 + 1;
    var serialMost = 24;
    var encodings = p256Encodings();
    var prefixMost = p256PrefixMost();
    signal input bits[size][8];
    signal input length;
    signal output keyX[8];
    signal output keyY[8];

    signal bytes[size];
    for (var i = 0; i < size; i++) {
        var byte = 0;
        for (var j = 0; j < 8; j++) { byte += bits[i][j] * (1 << j); }
        bytes[i] <== byte;
    }

    // 30 82 length; minimal, so the length is at least 256 (its first byte is not 0)
    bytes[0] === 0x30;
    bytes[1] === 0x82;
    4 + 256 * bytes[2] + bytes[3] === length;
    component isShort = IsNought();
    isShort.in <== bytes[2];
    isShort.out === 0;

    // A0 03 02 01 02
    var version[5] = [0xa0, 0x03, 0x02, 0x01, 0x02];
    for (var i = 0; i < 5; i++) { bytes[4 + i] === version[i]; }

    // 02 n, n bytes
    bytes[9] === 0x02;
    component serial = OneHot(serialMost);
    serial.index <== bytes[10] - 1;

    // the signature's algorithm: 30 09 06 07 ecdsa-with-SHA1, or 30 0A 06 08 ecdsa-with-SHA256
    var algorithmBytes = hash == hashSha1() ? 11 : 12;
    var algorithmCode = hash == hashSha1() ? 0x300906072a8648ce3d0401 : 0x300a06082a8648ce3d040302;
    component algorithm = Choose(serialMost);
    algorithm.hot <== serial.hot;
    for (var s = 0; s < serialMost; s++) {
        var sum = 0;
        for (var i = 0; i < algorithmBytes; i++) { sum = sum * 256 + bytes[12 + s + i]; }
        algorithm.values[s] <== sum;
    }
    algorithm.out === algorithmCode;

    // 30 length issuer
    component issuerByte[4];
    component issuer = DerHeader();
    for (var i = 0; i < 4; i++) {
        issuerByte[i] = Choose(serialMost);
        issuerByte[i].hot <== serial.hot;
        for (var s = 0; s < serialMost; s++) { issuerByte[i].values[s] <== bytes[12 + s + algorithmBytes + i]; }
        issuer.bytes[i] <== issuerByte[i].out;
    }
    issuer.tag === 0x30;

    // 30 n validity
    signal validityAt;
    validityAt <== 12 + algorithmBytes + serial.index + issuer.size + issuer.length;
    component validity = BytesAt(size, 2);
    validity.bytes <== bytes;
    validity.position <== validityAt;
    validity.out[0] === 0x30;
    component validityRange = InRange(7);
    validityRange.number <== validity.out[1];

    // 30 length subject
    signal subjectAt;
    subjectAt <== validityAt + 2 + validity.out[1];
    component subjectBytes = BytesAt(size, 4);
    subjectBytes.bytes <== bytes;
    subjectBytes.position <== subjectAt;
    component subject = DerHeader();
    subject.bytes <== subjectBytes.out;
    subject.tag === 0x30;

    // which encoding of the key
    signal infoAt;
    infoAt <== subjectAt + subject.size + subject.length;
    signal encoding[encodings];
    var guess = encodingOf(size, bytes, infoAt);
    var sum = 0;
    var prefixLength = 0;
    for (var e = 0; e < encodings; e++) {
        encoding[e] <-- guess == e ? 1 : 0;
        encoding[e] * (encoding[e] - 1) === 0;
        sum += encoding[e];
        prefixLength += encoding[e] * p256PrefixLength(e);
    }
    sum === 1;

    // keyAt = 32 q + fine; shifted[32 q + k] is the byte at keyAt + k
    signal keyAt;
    keyAt <== infoAt + prefixLength;
    component at = SplitPosition(coarse);
    at.position <== keyAt;
    component shifted = ShiftedBytes(size, 5);
    shifted.bytes <== bytes;
    shifted.shift <== at.fine;

    // the prefix
    var cuts[11] = p256PrefixCuts();
    var prefixes[encodings][prefixMost];
    for (var e = 0; e < encodings; e++) { prefixes[e] = p256Prefix(e); }
    component piece[10];
    for (var c = 0; c < 10; c++) {
        var count = cuts[c + 1] - cuts[c];
        piece[c] = BytesAtMultiple(size, coarse, -cuts[c + 1], count);
        piece[c].bytes <== shifted.out;
        piece[c].hot <== at.hot;
        var reaches = 0; // 1 if the encoding has these bytes
        var expected = 0;
        for (var e = 0; e < encodings; e++) {
            if (p256PrefixLength(e) >= cuts[c + 1]) {
                var code = 0;
                for (var i = 0; i < count; i++) { code = code * 256 + prefixes[e][prefixMost - cuts[c + 1] + i]; }
                reaches += encoding[e];
                expected += encoding[e] * code;
            }
        }
        reaches * piece[c].number === expected;
    }

    // X and Y
    component limb[16];
    for (var i = 0; i < 16; i++) {
        limb[i] = BytesAtMultiple(size, coarse, 4 * i, 4);
        limb[i].bytes <== shifted.out;
        limb[i].hot <== at.hot;
    }
    for (var i = 0; i < 8; i++) {
        keyX[i] <== limb[7 - i].number;
        keyY[i] <== limb[15 - i].number;
    }

    // [3] extensions, to the end
    component extensionChunk[extensionChunks];
    component extensionBytes[extensionChunks];
    component extensions = SignerExtensions(31 * extensionChunks);
    for (var c = 0; c < extensionChunks; c++) {
        extensionChunk[c] = BytesAtMultiple(size, coarse, 64 + 31 * c, 31);
        extensionChunk[c].bytes <== shifted.out;
        extensionChunk[c].hot <== at.hot;
        extensionBytes[c] = Unpacked(31);
        extensionBytes[c].number <== extensionChunk[c].number;
        for (var i = 0; i < 31; i++) { extensions.bits[31 * c + i] <== extensionBytes[c].bits[i]; }
    }
    extensions.length <== length - keyAt - 64;
}

// Hint: which encoding stands at a position. Any answer is safe: a wrong one is refused.
function encodingOf(size, bytes, at) {
    if (at < 0 || at + 142 > size) { return 0; }
    if (bytes[at + 1] == 0x59) { return 0; }
    if (bytes[at + 3] == 0x33) { return 1; }
    if (bytes[at + 141] == 0x04) { return 2; }
    return 3;
}

/**
 * @title Extensions of a document signer's certificate (RFC 5280 4.2, ICAO 9303-12 table 6)
 * @param size of the byte array
 * @input bits of the bytes from [3] (A3) on
 * @input length of [3] with its header: the certificate must end there
 * @notice The list is walked from its first byte. In front of p, `before` is where the present extension ends; one may start at p only if
 *   p = before, and then `end` is where it ends in turn. The last value must be the end of the list. Were a start left out, `end` could
 *   never change again, because p passes it; so all extensions are starts, and nothing else is. Extensions start in the first size - 8 bytes,
 *   so that a type is always read from bytes that are there. `length` and the two headers name the same end: nothing is left over.
 *   Each extension is 30 length 06 .., its length in one byte below 128 or as 81 xx with xx at least 128. Its type is compared by the first
 *   five bytes of its content: 06 03 55 1D nn.
 *     keyUsage (nn = 0F): exactly one, the whole of it 30 0E 06 03 55 1D 0F 01 01 FF 04 04 03 02 uu vv: critical, and vv has
 *       digitalSignature and not keyCertSign.
 *     basicConstraints (nn = 13): at most one, and it is an empty sequence (not a CA), critical or not.
 *     extKeyUsage (nn = 25): refused.
 *   Others are opaque: a document signer's certificate may have them, and none of them can make it another kind of certificate.
 */
template SignerExtensions(size) {
    var places = size - 8 - 4; // where extensions may start: 4 to size - 9
    var keyUsageType = 0x0603551d0f;
    var basicConstraintsAfter = 0x04; // their types, less keyUsageType
    var extKeyUsageAfter = 0x16;
    signal input bits[size][8];
    signal input length;

    var bytes[size];
    for (var i = 0; i < size; i++) {
        bytes[i] = 0;
        for (var j = 0; j < 8; j++) { bytes[i] += bits[i][j] * (1 << j); }
    }

    // A3 length, 30 length
    component outer = DerHeader();
    for (var i = 0; i < 4; i++) { outer.bytes[i] <== bytes[i]; }
    outer.tag === 0xa3;
    outer.size + outer.length === length;
    component list = DerHeader();
    signal listByte[4][2];
    for (var i = 0; i < 4; i++) {
        listByte[i][0] <== outer.one * (bytes[3 + i] - bytes[2 + i]);
        listByte[i][1] <== outer.two * (bytes[4 + i] - bytes[2 + i]);
        list.bytes[i] <== bytes[2 + i] + listByte[i][0] + listByte[i][1];
    }
    list.tag === 0x30;
    outer.size + list.size + list.length === length;

    signal starts[places];
    signal isLong[places];
    signal step[places];
    signal end[places];
    signal type[places];
    signal pair[places];
    signal triple[places];
    signal inverse[places];
    signal isKeyUsage[places];
    signal isBasicConstraints[places];
    signal keyUsagePart[places];
    signal basicConstraintsPart[places];
    var keyUsages = 0;
    var basicConstraints = 0;
    var keyUsage = 0;
    var constraint = 0;
    for (var k = 0; k < places; k++) {
        var p = 4 + k;
        var before = outer.size + list.size;
        if (k > 0) { before = end[k - 1]; }
        starts[k] <-- before == p && p != length ? 1 : 0; // none starts where the list ends
        starts[k] * (starts[k] - 1) === 0;
        // Both the tag and the place: the tag's difference is less than 256 in absolute value, so the sum is 0 only if both are.
        starts[k] * (bytes[p] - 0x30 + 256 * (p - before)) === 0;
        isLong[k] <== starts[k] * bits[p + 1][7];
        // 81, and bit 7 of the byte behind it: the second term is 0 or 1, the first one is even
        isLong[k] * (2 * (bytes[p + 1] - 0x81) + 1 - bits[p + 2][7]) === 0;
        step[k] <== starts[k] * (2 + bytes[p + 1]);
        end[k] <== before + step[k] + isLong[k] * (bytes[p + 2] + 1 - 0x81);

        var type2 = 0; // of an extension with a short length, and with a long one
        var type3 = 0;
        for (var i = 0; i < 5; i++) {
            type2 = type2 * 256 + bytes[p + 2 + i];
            type3 = type3 * 256 + bytes[p + 3 + i];
        }
        var first14 = 0;
        for (var i = 0; i < 14; i++) { first14 = first14 * 256 + (p + i < size ? bytes[p + i] : 0); }
        var first16 = first14;
        for (var i = 14; i < 16; i++) { first16 = first16 * 256 + (p + i < size ? bytes[p + i] : 0); }
        type[k] <== isLong[k] * (type3 - type2) + type2 - keyUsageType;
        // isKeyUsage = starts if type is 0, isBasicConstraints = starts if it is theirs; else both are 0. The flag can be 1 nowhere else
        // by its own constraint; where a flag should be 1 or the type is extKeyUsage, triple is 0 and the last constraint says so.
        pair[k] <== type[k] * (type[k] - basicConstraintsAfter);
        triple[k] <== pair[k] * (type[k] - extKeyUsageAfter);
        isKeyUsage[k] <-- type[k] == 0 ? starts[k] : 0;
        isBasicConstraints[k] <-- type[k] == basicConstraintsAfter ? starts[k] : 0;
        inverse[k] <-- triple[k] != 0 ? starts[k] / triple[k] : 0;
        isKeyUsage[k] * type[k] === 0;
        isBasicConstraints[k] * (type[k] - basicConstraintsAfter) === 0;
        triple[k] * inverse[k] === starts[k] - isKeyUsage[k] - isBasicConstraints[k];
        (isKeyUsage[k] + isBasicConstraints[k]) * inverse[k] === 0; // pins the hint, so that no wire is free
        keyUsages += isKeyUsage[k];
        basicConstraints += isBasicConstraints[k];
        keyUsagePart[k] <== isKeyUsage[k] * first16;
        keyUsage += keyUsagePart[k];
        basicConstraintsPart[k] <== isBasicConstraints[k] * first14;
        constraint += basicConstraintsPart[k];
    }
    end[places - 1] === length;

    keyUsages === 1;
    component usage = Bits(16); // uu vv
    usage.number <== keyUsage - 0x300e0603551d0f0101ff04040302 * (1 << 16);
    usage.bits[7] === 1; // digitalSignature
    usage.bits[2] === 0; // keyCertSign
    for (var i = 11; i < 16; i++) { usage.bits[i] === 0; } // at most seven unused bits

    // constraint is 30 0C 06 03 55 1D 13 01 01 FF 04 02 30 00 if critical, else 30 09 06 03 55 1D 13 04 02 30 00 and three bytes behind.
    basicConstraints * (basicConstraints - 1) === 0;
    signal isCritical;
    isCritical <-- (constraint >> 96) == 0x300c ? 1 : 0;
    isCritical * (basicConstraints - 1) === 0;
    isCritical * (isCritical - 1) === 0;
    signal behind; // the three bytes
    behind <== constraint - isCritical * 0x300c0603551d130101ff04023000 - (basicConstraints - isCritical) * (0x30090603551d1304023000 * (1 << 24));
    component behindRange = InRange(24);
    behindRange.number <== behind;
    isCritical * behind === 0;
    (1 - basicConstraints) * behind === 0;
}
