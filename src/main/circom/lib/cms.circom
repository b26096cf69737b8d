// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "bits.circom";
include "hash.circom";

/**
 * @title Signed attributes (RFC 5652 5.3) of an ICAO security object
 * @param hash of the messageDigest, as of hash.circom
 * @param size of the byte array; bytes from `length` on are zero (ensured by HashBounded)
 * @input bits DER SET of attributes as it is hashed, from 31; bits of each byte
 * @input length at most size - 9 < 128 (ensured by HashBounded)
 * @input isEnd indicator of `length`
 * @input digest digest of eContent, words
 * @notice Walks the attributes byte by byte: `remaining` counts down the bytes of the present attribute and the next one starts where
 *   it reaches 0. An attribute must start exactly at `length`, so the lengths add up. Every attribute has tag 30 and a length in one
 *   byte below 128. Among all attributes, in any order, exactly one has the type messageDigest and exactly one contentType; their whole
 *   encodings are compared, the one with the digest, the other with 2.23.136.1.1.1. Others (signingTime) may stand anywhere.
 *   An attribute's type is read from the eleven bytes behind its header. If it were shorter than that, the next attribute would start
 *   inside those bytes with 30, which occurs in neither type; behind `length` all bytes are 0.
 */
template SignedAttributes(hash, size) {
    var words = hashWords(hash);
    var digestBytes = 4 * words;
    var chunks = digestChunks(words);
    var chunkWords = words \ chunks;
    var most = size - 9;
    assert(most < 128);
    var messageDigestType = 0x06092a864886f70d010904;
    var contentTypeType = 0x06092a864886f70d010903;
    signal input bits[size][8];
    signal input length;
    signal input isEnd[most + 1];
    signal input digest[words];

    var bytes[size];
    for (var i = 0; i < size; i++) {
        bytes[i] = 0;
        for (var j = 0; j < 8; j++) { bytes[i] += bits[i][j] * (1 << j); }
    }

    // 31 length
    bytes[0] === 0x31;
    bytes[1] === length - 2;
    bits[1][7] === 0;

    signal starts[most + 1]; // an attribute starts here
    signal remaining[most + 1]; // bytes of the present attribute behind this one
    component isLast[most + 1];
    component isMessageDigestType[most + 1];
    component isContentTypeType[most + 1];
    signal isMessageDigest[most + 1];
    signal isContentType[most + 1];
    signal digestParts[chunks][most + 1];
    var inside = 1; // 1 in front of `length`
    var messageDigests = 0;
    var contentTypes = 0;
    var found[chunks];
    for (var h = 0; h < chunks; h++) { found[h] = 0; }
    inside -= isEnd[0] + isEnd[1];
    for (var p = 2; p <= most; p++) {
        if (p == 2) {
            starts[p] <== 1;
            remaining[p] <== bytes[p + 1] + 1;
        } else {
            isLast[p] = IsNought();
            isLast[p].in <== remaining[p - 1];
            starts[p] <== isLast[p].out;
            remaining[p] <== remaining[p - 1] - 1 + starts[p] * (bytes[p + 1] + 2);
        }
        inside -= isEnd[p];
        isEnd[p] * (1 - starts[p]) === 0;
        starts[p] * (bytes[p] - 0x30 * inside) === 0; // bytes[p] is 0 behind the end
        starts[p] * bits[p + 1][7] === 0;

        var type = 0;
        for (var i = 2; i < 13; i++) { type = type * 256 + (p + i < size ? bytes[p + i] : 0); }

        isMessageDigestType[p] = IsNought();
        isMessageDigestType[p].in <== type - messageDigestType;
        isMessageDigest[p] <== starts[p] * isMessageDigestType[p].out;
        messageDigests += isMessageDigest[p];
        if (p + 17 + digestBytes <= most) {
            // 30 length type 31 length 04 length, then the digest; with SHA-256 30 2F type 31 22 04 20
            var expectedHead = ((0x3000 + 15 + digestBytes) * 256 ** 11 + messageDigestType) * 256 ** 4
                + 0x31000400 + (2 + digestBytes) * 256 ** 2 + digestBytes;
            var head = 0;
            for (var i = 0; i < 17; i++) { head = head * 256 + bytes[p + i]; }
            isMessageDigest[p] * (head - expectedHead) === 0;
            for (var h = 0; h < chunks; h++) {
                var chunk = 0;
                for (var i = 0; i < 4 * chunkWords; i++) { chunk = chunk * 256 + bytes[p + 17 + 4 * chunkWords * h + i]; }
                digestParts[h][p] <== isMessageDigest[p] * chunk;
                found[h] += digestParts[h][p];
            }
        } else {
            isMessageDigest[p] === 0; // no room for a digest
        }

        isContentTypeType[p] = IsNought();
        isContentTypeType[p].in <== type - contentTypeType;
        isContentType[p] <== starts[p] * isContentTypeType[p].out;
        contentTypes += isContentType[p];
        if (p + 23 <= most) {
            // 30 15 type 31 08 06 06 67 81 08 01 01 01
            var whole = 0;
            for (var i = 0; i < 23; i++) { whole = whole * 256 + bytes[p + i]; }
            isContentType[p] * (whole - 0x301506092a864886f70d010903310806066781080101 * 256 - 0x01) === 0;
        } else {
            isContentType[p] === 0;
        }
    }
    isEnd[0] === 0;
    isEnd[1] === 0;
    messageDigests === 1;
    contentTypes === 1;
    for (var h = 0; h < chunks; h++) {
        var expected = 0;
        for (var i = 0; i < chunkWords; i++) { expected = expected * (1 << 32) + digest[chunkWords * h + i]; }
        found[h] === expected;
    }
}
