// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "points.circom";

// Windows of scalar multiplications. All digits are odd, so no digit is 0 and no step adds the identity: what a scalar's parity costs is
// said at each use. A point out of a table is eight limbs of x, and y as two numbers (yWhole in the field, yLow modulo 2^96, see
// VanishesModulo), so that a sign costs two constraints.

/**
 * @title One of eight variable entries
 * @param values numbers per entry
 * @input entries
 * @input bits known to be bits; they choose entry bits[0] + 2 bits[1] + 4 bits[2]
 * @output out
 */
template ChoiceOfEight(values) {
    signal input entries[8][values];
    signal input bits[3];
    signal output out[values];
    signal low[values][4];
    signal middle[values][2];
    for (var k = 0; k < values; k++) {
        for (var j = 0; j < 4; j++) {
            low[k][j] <== entries[2 * j][k] + bits[0] * (entries[2 * j + 1][k] - entries[2 * j][k]);
        }
        for (var j = 0; j < 2; j++) { middle[k][j] <== low[k][2 * j] + bits[1] * (low[k][2 * j + 1] - low[k][2 * j]); }
        out[k] <== middle[k][0] + bits[2] * (middle[k][1] - middle[k][0]);
    }
}

/**
 * @title A chosen entry with a chosen sign
 * @input entries x in eight limbs, yWhole, yLow
 * @input choice bits (checked)
 * @input isNegative a bit (checked)
 * @output x limbs
 * @output yWhole, yLow of the chosen point
 * @output sign 1 or -1
 */
template SignedChoice() {
    signal input entries[8][10];
    signal input choice[3];
    signal input isNegative;
    signal output x[8];
    signal output yWhole;
    signal output yLow;
    signal output sign;
    isNegative * (isNegative - 1) === 0;
    component chosen = ChoiceOfEight(10);
    for (var j = 0; j < 3; j++) {
        choice[j] * (choice[j] - 1) === 0;
        chosen.bits[j] <== choice[j];
    }
    chosen.entries <== entries;
    for (var i = 0; i < 8; i++) { x[i] <== chosen.out[i]; }
    sign <== 1 - 2 * isNegative;
    yWhole <== sign * chosen.out[8];
    yLow <== sign * chosen.out[9];
}

/**
 * @title A window of a Q + b R: digits +-1, +-3 of a and of b
 * @input entries Q+R, 3Q+R, Q+3R, 3Q+3R, Q-R, 3Q-R, Q-3R, 3Q-3R
 * @input bits (checked): a's digit is negative; it is +-3; b's digit is +-3; b's sign is not a's
 * @output x, yWhole, yLow of digitA Q + digitB R
 * @output digitA, digitB
 */
template JointWindow() {
    signal input entries[8][10];
    signal input bits[4];
    signal output x[8];
    signal output yWhole;
    signal output yLow;
    signal output digitA;
    signal output digitB;
    component choice = SignedChoice();
    choice.entries <== entries;
    choice.isNegative <== bits[0];
    for (var j = 0; j < 3; j++) { choice.choice[j] <== bits[1 + j]; }
    x <== choice.x;
    yWhole <== choice.yWhole;
    yLow <== choice.yLow;
    digitA <== choice.sign * (2 * bits[1] + 1);
    signal relativeB;
    relativeB <== (1 - 2 * bits[3]) * (2 * bits[2] + 1);
    digitB <== choice.sign * relativeB;
}

/**
 * @title A window of u2 Q over public multiples: one digit +-1 in each of four lanes of 64 bits
 * @input entries Q3 +- Q0 +- Q1 +- Q2 with Qj = 2^(64 j) Q, bit j of the index: the sign of Qj is minus
 * @input bits (checked): the sign of Q3 is minus; the signs of Q0, Q1, Q2 differ from it
 * @output x, yWhole, yLow of the sum of digits[j] Qj
 * @output digits
 */
template LaneWindow() {
    signal input entries[8][10];
    signal input bits[4];
    signal output x[8];
    signal output yWhole;
    signal output yLow;
    signal output digits[4];
    component choice = SignedChoice();
    choice.entries <== entries;
    choice.isNegative <== bits[0];
    for (var j = 0; j < 3; j++) { choice.choice[j] <== bits[1 + j]; }
    x <== choice.x;
    yWhole <== choice.yWhole;
    yLow <== choice.yLow;
    for (var j = 0; j < 3; j++) { digits[j] <== choice.sign * (1 - 2 * bits[1 + j]); }
    digits[3] <== choice.sign;
}

/**
 * @title A window of c G: an odd digit of absolute value below 256
 * @param window w, 0 to 31
 * @input bits (checked): seven bits of (|digit| - 1) / 2, least significant first; the sign is minus
 * @output x plain limbs, yWhole, yLow of digit 256^w G
 * @output digit
 * @notice A function of seven bits is a sum over their monomials, here with constant coefficients: the monomials of five bits (26
 *   products), one of two bits, and three products of a pair for each of the ten numbers.
 */
template GeneratorWindow(window) {
    signal input bits[8];
    signal output x[8];
    signal output yWhole;
    signal output yLow;
    signal output digit;
    for (var j = 0; j < 8; j++) { bits[j] * (bits[j] - 1) === 0; }

    signal low[32]; // monomial of the bits set in the index
    low[0] <== 1;
    for (var i = 1; i < 32; i++) {
        var top = 0;
        while ((i >> (top + 1)) > 0) { top++; }
        if (i == (1 << top)) { low[i] <== bits[top]; }
        else { low[i] <== bits[top] * low[i - (1 << top)]; }
    }
    signal high[4];
    high[0] <== 1;
    high[1] <== bits[5];
    high[2] <== bits[6];
    high[3] <== bits[5] * bits[6];

    var table[10][128] = p256GeneratorTable(window);
    signal parts[10][4];
    signal chosen[10];
    for (var k = 0; k < 10; k++) {
        var sum = 0;
        for (var h = 0; h < 4; h++) {
            var part = 0;
            for (var i = 0; i < 32; i++) { part += table[k][32 * h + i] * low[i]; }
            if (h == 0) { parts[k][h] <== part; }
            else { parts[k][h] <== high[h] * part; }
            sum += parts[k][h];
        }
        chosen[k] <== sum;
    }
    for (var i = 0; i < 8; i++) { x[i] <== chosen[i]; }
    signal sign;
    sign <== 1 - 2 * bits[7];
    yWhole <== sign * chosen[8];
    yLow <== sign * chosen[9];
    var magnitude = 1;
    for (var j = 0; j < 7; j++) { magnitude += bits[j] * (2 << j); }
    digit <== sign * magnitude;
}

/**
 * @title Add a window's point to the running multiple of G
 * @param window 1 to 31, names the relation
 * @input x 15 values, yPart 22 values, yWhole, yLow: P = (x, yPart + y)
 * @input xT, yTWhole, yTLow
 * @output xOut, yPartOut of P + T = (xOut, yPartOut - yT). The caller sees to P /= T.
 */
template GeneratorAddition(window) {
    signal input x[15];
    signal input yPart[22];
    signal input yWhole;
    signal input yLow;
    signal input xT[8];
    signal input yTWhole;
    signal input yTLow;
    signal input slopeHint[8];
    signal output xOut[15];
    signal output yPartOut[22];
    // P out of the first window is eight limbs: the relation of that addition has 15 coefficients, of all others 22
    var points = window == 1 ? 15 : 22;
    component slopeElement = SignedElement();
    slopeElement.hint <== slopeHint;
    component slope = Values(8, 22);
    slope.coefficients <== slopeElement.limbs;
    component xTs = Values(8, 22);
    xTs.coefficients <== xT;
    component xs = Extended(15, 22);
    xs.values <== x;
    signal slopeSquare[15];
    component xSum = Extended(15, 22);
    for (var t = 0; t < 15; t++) {
        slopeSquare[t] <== slope.values[t] * slope.values[t];
        xOut[t] <== slopeSquare[t] - x[t] - xTs.values[t];
    }
    xSum.values <== xOut;
    signal run[points];
    signal rise[22];
    component chord = VanishesModulo(p256Generator1() + window - 1, points);
    for (var t = 0; t < points; t++) {
        run[t] <== slope.values[t] * (xTs.values[t] - xs.more[t]);
        chord.values[t] <== run[t] + yPart[t];
    }
    for (var t = 0; t < 22; t++) {
        rise[t] <== slope.values[t] * (xTs.values[t] - xSum.more[t]);
        yPartOut[t] <== rise[t];
    }
    chord.outsideWhole <== yWhole - yTWhole;
    chord.outsideLow <== yLow - yTLow;
}

/**
 * @title c G for an odd c
 * @input bits of 32 windows, least significant first
 * @input slopeHints
 * @output x 15 values, yPart 22 values, yWhole, yLow: c G = (x, yPart + y)
 * @output c limbs in base 2^32 of the integer c, each of absolute value below 2^32. c is odd, |c| < 2^256.
 * @notice No guard on points, and no offset. The window w adds m G, m = digit 256^w, to k G with k = the digits before: k is odd and
 *   |k| < 256^w <= |m|, so the integers k + m and k - m are not 0.
 *   For w <= 30, |k| + |m| < 256^31 < n, so k G is neither m G nor -m G.
 *   For w = 31, |k| + |m| < 2^256 < 2 n: k G = m G iff k - m = n or -n. That one case is refused: two constraints on scalars in the place
 *   of 330 on points. (k + m = c = n or -n is c G = O: no slope fits.)
 */
template GeneratorMultiple() {
    signal input bits[32][8];
    signal input slopeHints[31][8];
    signal output x[15];
    signal output yPart[22];
    signal output yWhole;
    signal output yLow;
    signal output c[8];

    component windows[32];
    component additions[31];
    for (var w = 0; w < 32; w++) {
        windows[w] = GeneratorWindow(w);
        windows[w].bits <== bits[w];
    }
    component first = Values(8, 15);
    first.coefficients <== windows[0].x;
    for (var w = 1; w < 32; w++) {
        additions[w - 1] = GeneratorAddition(w);
        additions[w - 1].slopeHint <== slopeHints[w - 1];
        additions[w - 1].xT <== windows[w].x;
        additions[w - 1].yTWhole <== windows[w].yWhole;
        additions[w - 1].yTLow <== windows[w].yLow;
        if (w == 1) {
            additions[0].x <== first.values;
            for (var t = 0; t < 22; t++) { additions[0].yPart[t] <== 0; }
            additions[0].yWhole <== windows[0].yWhole;
            additions[0].yLow <== windows[0].yLow;
        } else {
            additions[w - 1].x <== additions[w - 2].xOut;
            additions[w - 1].yPart <== additions[w - 2].yPartOut;
            additions[w - 1].yWhole <== -windows[w - 1].yWhole;
            additions[w - 1].yLow <== -windows[w - 1].yLow;
        }
    }
    x <== additions[30].xOut;
    yPart <== additions[30].yPartOut;
    yWhole <== -windows[31].yWhole;
    yLow <== -windows[31].yLow;

    component number = Native();
    for (var i = 0; i < 8; i++) {
        var limb = 0;
        for (var j = 3; j >= 0; j--) { limb = limb * 256 + windows[4 * i + j].digit; }
        c[i] <== limb;
        number.limbs[i] <== limb;
    }
    // k - m = c - 2 m with m = the last digit times 256^31
    signal square;
    signal inverse;
    var difference = number.number - windows[31].digit * (2 << 248);
    square <== difference * difference;
    var product = square - p256Order() * p256Order();
    inverse <-- product != 0 ? 1 / product : 0;
    product * inverse === 1;
}
