// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "chosen-hints.circom";

/**
 * @title DerHeader with flags as inputs
 */
template ForgedHeader() {
    signal input bytes[4];
    signal input one;
    signal input two;
    signal output tag;
    signal output size;
    signal output length;
    component header = DerHeaderChosen();
    header.bytes <== bytes;
    header.one <== one;
    header.two <== two;
    tag <== header.tag;
    size <== header.size;
    length <== header.length;
}

/**
 * @title SplitPosition, with its OneHot, with fine bits and indicator as inputs
 */
template ForgedPosition(coarse) {
    signal input position;
    signal input fine[5];
    signal input hot[coarse];
    component split = SplitPositionChosen(coarse);
    split.position <== position;
    split.fine <== fine;
    component index = OneHotChosen(coarse);
    index.index <== (position - fine[0] - 2 * fine[1] - 4 * fine[2] - 8 * fine[3] - 16 * fine[4]) / 32;
    index.hot <== hot;
}

/**
 * @title CertificateKey on bytes as in certificate-key.circom, with the encoding's flags as inputs
 */
template ForgedEncoding(hash, blocks, extensionChunks) {
    signal input certificate[64 * blocks];
    signal input certificateLength;
    signal input encoding[p256Encodings()];
    signal output keyX[8];
    signal output keyY[8];
    component bits = BytesToBits(64 * blocks);
    bits.bytes <== certificate;
    component padded = PaddedBounded(blocks);
    padded.bits <== bits.bits;
    padded.length <== certificateLength;
    component key = CertificateKeyChosen(hash, 64 * blocks, extensionChunks);
    key.bits <== bits.bits;
    key.length <== certificateLength;
    key.encoding <== encoding;
    keyX <== key.keyX;
    keyY <== key.keyY;
}

/**
 * @title SignerExtensions on bytes, with its hints as inputs
 */
template ForgedExtensions(size) {
    var places = size - 12;
    signal input bytes[size];
    signal input length;
    signal input starts[places];
    signal input isKeyUsage[places];
    signal input isBasicConstraints[places];
    signal input inverse[places];
    signal input isCritical;
    component bits = BytesToBits(size);
    bits.bytes <== bytes;
    component extensions = SignerExtensionsChosen(size);
    extensions.bits <== bits.bits;
    extensions.length <== length;
    extensions.starts <== starts;
    extensions.isKeyUsage <== isKeyUsage;
    extensions.isBasicConstraints <== isBasicConstraints;
    extensions.inverse <== inverse;
    extensions.isCritical <== isCritical;
}
