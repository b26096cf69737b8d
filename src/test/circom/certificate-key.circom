// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "lib/certificate.circom";

/**
 * @title CertificateKey on bytes, with the bound and the zeros behind the end that the hash enforces elsewhere
 */
template CertificateKeyOfBytes(hash, blocks, extensionChunks) {
    signal input certificate[64 * blocks];
    signal input certificateLength;
    signal output keyX[8];
    signal output keyY[8];
    component bits = BytesToBits(64 * blocks);
    bits.bytes <== certificate;
    component padded = PaddedBounded(blocks);
    padded.bits <== bits.bits;
    padded.length <== certificateLength;
    component key = CertificateKey(hash, 64 * blocks, extensionChunks);
    key.bits <== bits.bits;
    key.length <== certificateLength;
    keyX <== key.keyX;
    keyY <== key.keyY;
}
