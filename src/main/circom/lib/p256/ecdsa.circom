// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "circomlib/circuits/poseidon.circom";
include "windows.circom";

// ECDSA over P-256 (FIPS 186-5, 6.4.2; SEC 1, 4.1.4): e the digest as an integer (160 or 256 bits: nothing is cut off), u1 = e / s,
// u2 = r / s modulo n, R = u1 G + u2 Q; (r, s) in [1, n) is a signature of e under Q iff R /= O and x_R = r modulo n.
//
// Both templates state: there is (r, s) that is a signature of e. r and s are hints, so the signature of the document is not bound, and it
// need not be: nothing depends on which one it is, the nullifier least of all.
// r is not an input. A prover who knows a signature knows R; r := x_R modulo n is the only r that it can belong to, be x_R below n or not.
// s is any integer; what counts is its residue. It is not 0, because s a = b r (s u2 = r) and neither b nor r is 0 modulo n.

/**
 * @title A digest in limbs
 * @param words 5 or 8
 * @input digest words, most significant first
 * @output limbs least significant first, zeros above
 */
template DigestLimbs(words) {
    assert(words <= 8);
    signal input digest[words];
    signal output limbs[8];
    for (var i = 0; i < 8; i++) {
        if (i < words) { limbs[i] <== digest[words - 1 - i]; }
        else { limbs[i] <== 0; }
    }
}

/**
 * @title x of R: plain limbs, below p, and not 0 modulo n
 * @input hint forced into [0, 2^32) each
 * @notice x (x - n) has an inverse in the field, so x is neither 0 nor n as an integer; 2 n is above p.
 */
template NonceAbscissa() {
    signal input hint[8];
    signal output limbs[8];
    component inRange[8];
    component belowP = BelowP();
    component native = Native();
    for (var i = 0; i < 8; i++) {
        inRange[i] = InRange(32);
        inRange[i].number <== hint[i];
        limbs[i] <== hint[i];
    }
    belowP.limbs <== hint;
    native.limbs <== hint;
    signal product;
    signal inverse;
    product <== native.number * (native.number - p256Order());
    inverse <-- product != 0 ? 1 / product : 0;
    product * inverse === 1;
}

/**
 * @title a s - b r vanishes modulo n, for limbs
 * @param limbsB how many limbs b has
 * @param limbsR how many limbs r has
 */
template ScalarRelation(relation, points, limbsA, limbsB, limbsR) {
    signal input a[limbsA];
    signal input s[8];
    signal input b[limbsB];
    signal input r[limbsR];
    component as = Values(limbsA, points);
    as.coefficients <== a;
    component ss = Values(8, points);
    ss.coefficients <== s;
    component bs = Values(limbsB, points);
    bs.coefficients <== b;
    component rs = Values(limbsR, points);
    rs.coefficients <== r;
    signal left[points];
    signal right[points];
    component equation = VanishesModulo(relation, points);
    for (var t = 0; t < points; t++) {
        left[t] <== as.values[t] * ss.values[t];
        right[t] <== bs.values[t] * rs.values[t];
        equation.values[t] <== left[t] - right[t];
    }
    equation.outsideWhole <== 0;
    equation.outsideLow <== 0;
}

/**
 * @title The table of a Q + b R
 * @input xQ, yQ plain limbs; xR plain, yR signed
 * @input slopeHints, xHints of 2Q, 2R, then the eight entries
 * @output entries Q+R, 3Q+R, Q+3R, 3Q+3R, Q-R, 3Q-R, Q-3R, 3Q-3R
 * @output firstY y of the first entry, 15 values
 */
template JointTable() {
    signal input xQ[8];
    signal input yQ[8];
    signal input xR[8];
    signal input yR[8];
    signal input slopeHints[10][8];
    signal input xHints[10][8];
    signal output entries[8][10];
    signal output firstY[15];

    component yQs = Values(8, 15);
    yQs.coefficients <== yQ;
    component yRs = Values(8, 15);
    yRs.coefficients <== yR;
    component twiceQ = TableDoubling();
    twiceQ.xA <== xQ;
    twiceQ.yA <== yQs.values;
    twiceQ.slopeHint <== slopeHints[0];
    twiceQ.xHint <== xHints[0];
    component twiceR = TableDoubling();
    twiceR.xA <== xR;
    twiceR.yA <== yRs.values;
    twiceR.slopeHint <== slopeHints[1];
    twiceR.xHint <== xHints[1];

    var wholeWeights[15] = p256ValueWeights();
    var lowWeights[15] = p256ValueLowWeights();
    component sums[8];
    for (var i = 0; i < 8; i++) {
        var sign = i < 4 ? 1 : -1;
        sums[i] = TableAddition();
        sums[i].slopeHint <== slopeHints[2 + i];
        sums[i].xHint <== xHints[2 + i];
        if (i % 4 == 0) { // Q and R
            sums[i].xA <== xQ;
            sums[i].yA <== yQs.values;
            sums[i].xB <== xR;
            for (var t = 0; t < 15; t++) { sums[i].yB[t] <== sign * yRs.values[t]; }
        } else if (i % 4 == 1) { // Q +- R and 2 Q
            sums[i].xA <== sums[i - 1].x;
            sums[i].yA <== sums[i - 1].y;
            sums[i].xB <== twiceQ.x;
            sums[i].yB <== twiceQ.y;
        } else { // Q +- R or 3 Q +- R, and 2 R
            sums[i].xA <== sums[i - 2].x;
            sums[i].yA <== sums[i - 2].y;
            sums[i].xB <== twiceR.x;
            for (var t = 0; t < 15; t++) { sums[i].yB[t] <== sign * twiceR.y[t]; }
        }
        for (var k = 0; k < 8; k++) { entries[i][k] <== sums[i].x[k]; }
        var whole = 0;
        var low = 0;
        for (var t = 0; t < 15; t++) {
            whole += wholeWeights[t] * sums[i].y[t];
            low += lowWeights[t] * sums[i].y[t];
        }
        entries[i][8] <== whole;
        entries[i][9] <== low;
    }
    firstY <== sums[0].y;
}

/**
 * @title There is an ECDSA signature of a digest under a key that is private to the proof
 * @param words 5 (SHA-1) or 8 (SHA-256)
 * @input digest 32-bit words in range, most significant first
 * @input keyX, keyY plain limbs in range; on the curve and below p is enforced
 * @input other inputs: hints, see src/main/circom/README.md
 * @notice With R' the hinted point (nonceX, nonceY), integers 0 <= a, b < 2^129 and an odd c, the circuit states
 *     R' on the curve,  r = x(R') /= 0 modulo n,  b /= 0,  a s = b r,  c s = b e modulo n,  a Q + b R' + c G = O.
 *   r, b /= 0 modulo n (b < 2^129 < n), so a, s /= 0, a = b u2, c = b u1, and b (u2 Q + u1 G + R') = O. The group's order is the prime n
 *   and b is not divisible by it: R' = -(u1 G + u2 Q). So x(R') = x_R, and (r, s modulo n) is a signature.
 *   Conversely, for every u2 there are positive a, b below 2^128 with a = +-b u2 (Thue); a minus goes into s, since (r, n - s) is a signature
 *   too. Half the length of the scalars halves the steps: 64 windows of two bits for both.
 *
 *   The state V = a' Q + b' R' starts at Q + R' (the leading digit of a and of b is 1) and takes V := 4 V + digitA Q + digitB R' with odd
 *   digits in -3..3; so a', b' are odd and below 2^129 in the end; an even scalar is the next odd one, minus 1.
 *   Every addition of points of which the prover has chosen one (R') is guarded; those of G need none (GeneratorMultiple). Refused though
 *   valid: signatures where a guard hits, where c = 0 modulo n (then e = 0 modulo n: nobody can make a document with such a digest), or
 *   where x_R is one of the 2^96 numbers of BelowP. EcdsaHints tries several (a, b); by chance it does not happen.
 */
template EcdsaP256(words) {
    var steps = 64;
    signal input digest[words];
    signal input keyX[8];
    signal input keyY[8];
    signal input nonceX[8];
    signal input nonceY[8];
    signal input s[8];
    signal input tableX[10][8];
    signal input tableSlopes[10][8];
    signal input windows[steps][4];
    signal input doublingSlopes[steps][8];
    signal input doubledX[steps][8];
    signal input firstSlopes[steps][8];
    signal input secondSlopes[steps][8];
    signal input isEven[2];
    signal input correctionX[2][8];
    signal input correctionSlopes[2][8];
    signal input generatorWindows[32][8];
    signal input generatorSlopes[31][8];

    // the two points
    component keyXBelowP = BelowP();
    keyXBelowP.limbs <== keyX;
    component keyYBelowP = BelowP();
    keyYBelowP.limbs <== keyY;
    component keyOnCurve = OnCurve(p256KeyOnCurve());
    keyOnCurve.x <== keyX;
    keyOnCurve.y <== keyY;
    component xR = NonceAbscissa();
    xR.hint <== nonceX;
    component yR = SignedElement();
    yR.hint <== nonceY;
    component nonceOnCurve = OnCurve(p256NonceOnCurve());
    nonceOnCurve.x <== xR.limbs;
    nonceOnCurve.y <== yR.limbs;

    component table = JointTable();
    table.xQ <== keyX;
    table.yQ <== keyY;
    table.xR <== xR.limbs;
    table.yR <== yR.limbs;
    table.slopeHints <== tableSlopes;
    table.xHints <== tableX;

    // V = a' Q + b' R'
    component joint[steps];
    component doubling[steps];
    component guard[steps];
    component addition[steps];
    component doubledValues[steps];
    component firstX = Values(8, 15);
    for (var i = 0; i < 8; i++) { firstX.coefficients[i] <== table.entries[0][i]; }
    component firstY = Extended(15, 22);
    firstY.values <== table.firstY;
    for (var i = 0; i < steps; i++) {
        joint[i] = JointWindow();
        joint[i].entries <== table.entries;
        joint[i].bits <== windows[i];
        doubling[i] = Doubling();
        doubling[i].slopeHint <== doublingSlopes[i];
        doubling[i].xHint <== doubledX[i];
        if (i == 0) {
            doubling[0].x <== firstX.values;
            for (var t = 0; t < 22; t++) { doubling[0].twiceY[t] <== 2 * firstY.more[t]; }
        } else {
            doubling[i].x <== addition[i - 1].x;
            doubling[i].twiceY <== addition[i - 1].twiceY;
        }
        guard[i] = DifferentModuloP();
        guard[i].a <== doubling[i].xLimbs;
        guard[i].b <== joint[i].x;
        doubledValues[i] = Values(8, 22);
        doubledValues[i].coefficients <== doubling[i].xLimbs;
        addition[i] = DoubleAndAdd(p256GuardedFirst(), p256GuardedSecond(), 1);
        addition[i].xP <== doubledValues[i].values;
        addition[i].twiceYP <== doubling[i].twiceYOut;
        addition[i].xT <== joint[i].x;
        addition[i].yTWhole <== joint[i].yWhole;
        addition[i].yTLow <== joint[i].yLow;
        addition[i].firstHint <== firstSlopes[i];
        addition[i].secondHint <== secondSlopes[i];
    }

    // a = a' - isEven[0], b = b' - isEven[1]
    component correction[2];
    for (var j = 0; j < 2; j++) {
        correction[j] = ConditionalSubtraction();
        correction[j].isTaken <== isEven[j];
        correction[j].xHint <== correctionX[j];
        correction[j].slopeHint <== correctionSlopes[j];
    }
    correction[0].x <== addition[steps - 1].x;
    correction[0].twiceY <== addition[steps - 1].twiceY;
    correction[0].xT <== keyX;
    correction[0].yT <== keyY;
    correction[1].x <== correction[0].xOut;
    correction[1].twiceY <== correction[0].twiceYOut;
    correction[1].xT <== xR.limbs;
    correction[1].yT <== yR.limbs;

    // V = -c G
    component generator = GeneratorMultiple();
    generator.bits <== generatorWindows;
    generator.slopeHints <== generatorSlopes;
    component equalX = VanishesModulo(p256EqualX(), 15);
    for (var t = 0; t < 15; t++) { equalX.values[t] <== correction[1].xOut[t] - generator.x[t]; }
    equalX.outsideWhole <== 0;
    equalX.outsideLow <== 0;
    component equalY = VanishesModulo(p256EqualY(), 22);
    for (var t = 0; t < 22; t++) { equalY.values[t] <== correction[1].twiceYOut[t] + 2 * generator.yPart[t]; }
    equalY.outsideWhole <== 2 * generator.yWhole;
    equalY.outsideLow <== 2 * generator.yLow;

    // scalars: limbs in base 2^32 are sums of sixteen digits, the leading digit is limb 4
    var a[5];
    var b[5];
    for (var i = 0; i < 4; i++) {
        a[i] = 0;
        b[i] = 0;
        for (var j = 15; j >= 0; j--) {
            a[i] = 4 * a[i] + joint[steps - 1 - 16 * i - j].digitA;
            b[i] = 4 * b[i] + joint[steps - 1 - 16 * i - j].digitB;
        }
    }
    a[4] = 1;
    b[4] = 1;
    a[0] -= isEven[0];
    b[0] -= isEven[1];
    component sElement = SignedElement();
    sElement.hint <== s;
    component halfScalars = ScalarRelation(p256HalfScalars(), 12, 5, 5, 8);
    component halfGenerator = ScalarRelation(p256HalfGenerator(), 15, 8, 5, 8);
    halfScalars.a <== a;
    halfScalars.s <== sElement.limbs;
    halfScalars.b <== b;
    halfScalars.r <== xR.limbs;
    component e = DigestLimbs(words);
    e.digest <== digest;
    halfGenerator.a <== generator.c;
    halfGenerator.s <== sElement.limbs;
    halfGenerator.b <== b;
    halfGenerator.r <== e.limbs;

    // b is an integer in [0, 2^129), so the field sees whether it is 0
    var numberB = 0;
    for (var i = 4; i >= 0; i--) { numberB = numberB * (1 << 32) + b[i]; }
    signal inverseB;
    inverseB <-- numberB != 0 ? 1 / numberB : 0;
    numberB * inverseB === 1;
}

/**
 * @title There is an ECDSA signature of a digest under the key whose public multiples are in a leaf of the trust tree
 * @param words 5 (SHA-1) or 8 (SHA-256)
 * @input digest 32-bit words in range, most significant first
 * @input multiples of the key, see src/main/circom/README.md. Not checked here: the leaf holds them, and whoever makes or admits a trust
 *   root computes the leaf from the key alone (org.urna.trust.EcLeaf). So they are what they should be, limbs in range included, unless
 *   Poseidon has a collision
 * @input other inputs: hints
 * @output keyDigests for the leaf
 * @notice States: t, c odd integers, u2 = 2^257 + t,
 *     u2 s = r, c s = e modulo n, R = u2 Q + c G, x_R = nonceX, r = x_R /= 0 modulo n.
 *   r /= 0, so s /= 0: u2 = r / s and c = e / s, R is what ECDSA computes, and (r, s modulo n) is a signature.
 *
 *   With Qj = 2^(64 j) Q, 64 steps V := 2 V + T, T = +-Q0 +-Q1 +-Q2 +-Q3, from V = S = 2^193 Q. In the end V = (2^257 + t) Q with
 *   t = sum +-2^k, k = 0..255: any odd integer below 2^256 in absolute value, hence any residue modulo n.
 *   The multipliers are known integers, so no guard on points is needed. After i steps V - T = w Q with
 *     w = 2^(193 + i) + sum_j (t_j - d_j) 2^(64 j),  |t_j| <= 2^i - 1, |d_j| = 1,
 *   and |w - 2^(193 + i)| <= 2^i (1 + 2^64 + 2^128 + 2^192). So w > 0 always, and w < 2^i (3 2^192 + 2^129): for i <= 62 that is below n, so
 *   V /= T. For i = 63 it is below 2 n, and w is even (t_j and d_j are odd) while n is odd: V /= T. (V = -T has no slope, see
 *   DoubleAndAdd.)
 *   The last addition, u2 Q + c G, has a guard. Refused though valid: u2 Q = c G; e = 0 modulo n; x_R as in BelowP.
 */
template EcdsaP256Listed(words) {
    var steps = 64;
    signal input digest[words];
    signal input multiples[96];
    signal input nonceX[8];
    signal input s[8];
    signal input windows[steps][4];
    signal input firstSlopes[steps][8];
    signal input secondSlopes[steps][8];
    signal input generatorWindows[32][8];
    signal input generatorSlopes[31][8];
    signal input sumDifference[8];
    signal input sumSlope[8];
    signal output keyDigests[6];

    component hashes[6];
    for (var i = 0; i < 6; i++) {
        hashes[i] = Poseidon(16);
        for (var j = 0; j < 16; j++) { hashes[i].inputs[j] <== multiples[16 * i + j]; }
        keyDigests[i] <== hashes[i].out;
    }

    // V = u2 Q
    component lanes[steps];
    component addition[steps];
    component xs[steps];
    component startX = Values(8, 22);
    component startY = Values(8, 22);
    for (var i = 0; i < 8; i++) {
        startX.coefficients[i] <== multiples[80 + i];
        startY.coefficients[i] <== multiples[88 + i];
    }
    for (var i = 0; i < steps; i++) {
        lanes[i] = LaneWindow();
        for (var k = 0; k < 8; k++) {
            for (var j = 0; j < 10; j++) { lanes[i].entries[k][j] <== multiples[10 * k + j]; }
        }
        lanes[i].bits <== windows[i];
        addition[i] = DoubleAndAdd(p256ListedFirst(), p256ListedSecond(), 2);
        if (i == 0) {
            addition[0].xP <== startX.values;
            for (var t = 0; t < 22; t++) { addition[0].twiceYP[t] <== 2 * startY.values[t]; }
        } else {
            addition[i].xP <== xs[i - 1].more;
            addition[i].twiceYP <== addition[i - 1].twiceY;
        }
        addition[i].xT <== lanes[i].x;
        addition[i].yTWhole <== lanes[i].yWhole;
        addition[i].yTLow <== lanes[i].yLow;
        addition[i].firstHint <== firstSlopes[i];
        addition[i].secondHint <== secondSlopes[i];
        xs[i] = Extended(15, 22);
        xs[i].values <== addition[i].x;
    }

    // u2 in limbs: 32 digits each, and 2^257
    var scalar[8];
    for (var k = 0; k < 8; k++) {
        var limb = 0;
        for (var j = 31; j >= 0; j--) { limb = 2 * limb + lanes[steps - 1 - 32 * (k % 2) - j].digits[k \ 2]; }
        scalar[k] = limb;
    }
    scalar[7] += 1 << 33;

    // R = V + c G
    component generator = GeneratorMultiple();
    generator.bits <== generatorWindows;
    generator.slopeHints <== generatorSlopes;
    component difference = SignedElement();
    difference.hint <== sumDifference;
    component differences = Values(8, 15);
    differences.coefficients <== difference.limbs;
    component differenceNumber = Native();
    differenceNumber.limbs <== difference.limbs;
    component guard = NotZeroModuloP();
    guard.difference <== differenceNumber.number;
    component slopeElement = SignedElement();
    slopeElement.hint <== sumSlope;
    component slope = Values(8, 15);
    slope.coefficients <== slopeElement.limbs;
    component xR = NonceAbscissa();
    xR.hint <== nonceX;
    component xRs = Values(8, 15);
    xRs.coefficients <== xR.limbs;
    component xDifference = VanishesModulo(p256SumDifference(), 15);
    component xSum = VanishesModulo(p256SumX(), 15);
    component run = Extended(15, 22);
    signal slopeSquare[15];
    for (var t = 0; t < 15; t++) {
        xDifference.values[t] <== addition[steps - 1].x[t] - generator.x[t] - differences.values[t];
        slopeSquare[t] <== slope.values[t] * slope.values[t];
        run.values[t] <== slope.values[t] * differences.values[t];
        xSum.values[t] <== slopeSquare[t] - addition[steps - 1].x[t] - generator.x[t] - xRs.values[t];
    }
    component chord = VanishesModulo(p256SumSlope(), 22);
    for (var t = 0; t < 22; t++) {
        chord.values[t] <== 2 * run.more[t] - addition[steps - 1].twiceY[t] + 2 * generator.yPart[t];
    }
    chord.outsideWhole <== 2 * generator.yWhole;
    chord.outsideLow <== 2 * generator.yLow;
    xDifference.outsideWhole <== 0;
    xDifference.outsideLow <== 0;
    xSum.outsideWhole <== 0;
    xSum.outsideLow <== 0;

    component sElement = SignedElement();
    sElement.hint <== s;
    component scalarOfKey = ScalarRelation(p256ListedScalar(), 15, 8, 1, 8);
    scalarOfKey.a <== scalar;
    scalarOfKey.s <== sElement.limbs;
    scalarOfKey.b[0] <== 1;
    scalarOfKey.r <== xR.limbs;
    component e = DigestLimbs(words);
    e.digest <== digest;
    component scalarOfGenerator = ScalarRelation(p256ListedGenerator(), 15, 8, 1, 8);
    scalarOfGenerator.a <== generator.c;
    scalarOfGenerator.s <== sElement.limbs;
    scalarOfGenerator.b[0] <== 1;
    scalarOfGenerator.r <== e.limbs;
}
