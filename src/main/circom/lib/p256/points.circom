// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "field.circom";

// Points of P-256, affine: y^2 = x^3 - 3 x + b. The group's order n is an odd prime, so there is no point with y = 0.
//
// A running point is (x, 2y): x is a polynomial of 15 coefficients, the square of slopes; 2y one of 22. They do not grow from step to
// step, because each step's x and 2y are made of that step's slopes and of the table's point alone.
//
// Additions are the incomplete chord formulas: slope (xA - xB) = yA - yB. Where they could go wrong:
//   - A = -B: the left side is 0, the right side 2 yA, which is not 0. No slope fits: refused.
//   - A = B: 0 = 0, and the slope would be free: a forger's opening. So every addition either has a guard xA /= xB modulo p, or stands
//     where an argument about the multipliers shows that A = B cannot be.

/**
 * @title A point is on the curve
 * @param relation KeyOnCurve or NonceOnCurve: which limbs are plain
 */
template OnCurve(relation) {
    signal input x[8];
    signal input y[8];
    component xs = Values(8, 22);
    xs.coefficients <== x;
    component ys = Values(8, 15);
    ys.coefficients <== y;
    component b = Values(8, 22);
    b.coefficients <== p256B();
    component xSquare = Extended(15, 22);
    component ySquare = Extended(15, 22);
    for (var t = 0; t < 15; t++) {
        xSquare.values[t] <== xs.values[t] * xs.values[t];
        ySquare.values[t] <== ys.values[t] * ys.values[t];
    }
    signal cube[22];
    component equation = VanishesModulo(relation, 22);
    for (var t = 0; t < 22; t++) {
        cube[t] <== xSquare.more[t] * xs.values[t];
        equation.values[t] <== cube[t] - 3 * xs.values[t] + b.values[t] - ySquare.more[t];
    }
    equation.outsideWhole <== 0;
    equation.outsideLow <== 0;
}

/**
 * @title 2 A, for the table
 * @input xA limbs
 * @input yA values of a polynomial of at most 15 coefficients
 * @input slopeHint, xHint
 * @output x signed limbs, y values
 */
template TableDoubling() {
    signal input xA[8];
    signal input yA[15];
    signal input slopeHint[8];
    signal input xHint[8];
    signal output x[8];
    signal output y[15];
    component slopeElement = SignedElement();
    slopeElement.hint <== slopeHint;
    component xElement = SignedElement();
    xElement.hint <== xHint;
    x <== xElement.limbs;
    component slope = Values(8, 15);
    slope.coefficients <== slopeElement.limbs;
    component xs = Values(8, 15);
    xs.coefficients <== x;
    component xAs = Values(8, 15);
    xAs.coefficients <== xA;
    signal slopeTimesY[15];
    signal xSquare[15];
    signal slopeSquare[15];
    signal rise[15];
    component tangent = VanishesModulo(p256TableDoubling(), 15);
    component abscissa = VanishesModulo(p256TableX(), 15);
    for (var t = 0; t < 15; t++) {
        slopeTimesY[t] <== slope.values[t] * yA[t];
        xSquare[t] <== xAs.values[t] * xAs.values[t];
        slopeSquare[t] <== slope.values[t] * slope.values[t];
        rise[t] <== slope.values[t] * (xAs.values[t] - xs.values[t]);
        y[t] <== rise[t] - yA[t];
        tangent.values[t] <== 2 * slopeTimesY[t] - 3 * xSquare[t] + 3;
        abscissa.values[t] <== slopeSquare[t] - 2 * xAs.values[t] - xs.values[t];
    }
    tangent.outsideWhole <== 0;
    tangent.outsideLow <== 0;
    abscissa.outsideWhole <== 0;
    abscissa.outsideLow <== 0;
}

/**
 * @title A + B, for the table, guarded
 * @input xA, xB limbs
 * @input yA, yB values
 * @input slopeHint, xHint
 * @output x signed limbs, y values
 */
template TableAddition() {
    signal input xA[8];
    signal input yA[15];
    signal input xB[8];
    signal input yB[15];
    signal input slopeHint[8];
    signal input xHint[8];
    signal output x[8];
    signal output y[15];
    component guard = DifferentModuloP();
    guard.a <== xA;
    guard.b <== xB;
    component slopeElement = SignedElement();
    slopeElement.hint <== slopeHint;
    component xElement = SignedElement();
    xElement.hint <== xHint;
    x <== xElement.limbs;
    component slope = Values(8, 15);
    slope.coefficients <== slopeElement.limbs;
    component xs = Values(8, 15);
    xs.coefficients <== x;
    component xAs = Values(8, 15);
    xAs.coefficients <== xA;
    component xBs = Values(8, 15);
    xBs.coefficients <== xB;
    signal run[15];
    signal slopeSquare[15];
    signal rise[15];
    component chord = VanishesModulo(p256TableAddition(), 15);
    component abscissa = VanishesModulo(p256TableX(), 15);
    for (var t = 0; t < 15; t++) {
        run[t] <== slope.values[t] * (xAs.values[t] - xBs.values[t]);
        slopeSquare[t] <== slope.values[t] * slope.values[t];
        rise[t] <== slope.values[t] * (xAs.values[t] - xs.values[t]);
        y[t] <== rise[t] - yA[t];
        chord.values[t] <== run[t] - yA[t] + yB[t];
        abscissa.values[t] <== slopeSquare[t] - xAs.values[t] - xBs.values[t] - xs.values[t];
    }
    chord.outsideWhole <== 0;
    chord.outsideLow <== 0;
    abscissa.outsideWhole <== 0;
    abscissa.outsideLow <== 0;
}

/**
 * @title Double the running point; its x becomes limbs, for the guard of the addition that follows
 * @input x 15 values, twiceY 22 values
 * @input slopeHint, xHint
 * @output xLimbs signed limbs, twiceYOut 22 values
 * @notice The tangent's slope: slope 2y = 3 x^2 - 3, four factors, 29 coefficients. 2y is not 0.
 */
template Doubling() {
    signal input x[15];
    signal input twiceY[22];
    signal input slopeHint[8];
    signal input xHint[8];
    signal output xLimbs[8];
    signal output twiceYOut[22];
    component slopeElement = SignedElement();
    slopeElement.hint <== slopeHint;
    component xElement = SignedElement();
    xElement.hint <== xHint;
    xLimbs <== xElement.limbs;
    component slope = Values(8, 29);
    slope.coefficients <== slopeElement.limbs;
    component xNew = Values(8, 22);
    xNew.coefficients <== xLimbs;
    component xs = Extended(15, 29);
    xs.values <== x;
    component twiceYs = Extended(22, 29);
    twiceYs.values <== twiceY;

    signal slopeTimesY[29];
    signal xSquare[29];
    component tangent = VanishesModulo(p256Doubling(), 29);
    for (var t = 0; t < 29; t++) {
        slopeTimesY[t] <== slope.values[t] * twiceYs.more[t];
        xSquare[t] <== xs.more[t] * xs.more[t];
        tangent.values[t] <== slopeTimesY[t] - 3 * xSquare[t] + 3;
    }
    tangent.outsideWhole <== 0;
    tangent.outsideLow <== 0;

    signal slopeSquare[15];
    component abscissa = VanishesModulo(p256DoubledX(), 15);
    for (var t = 0; t < 15; t++) {
        slopeSquare[t] <== slope.values[t] * slope.values[t];
        abscissa.values[t] <== slopeSquare[t] - 2 * x[t] - xNew.values[t];
    }
    abscissa.outsideWhole <== 0;
    abscissa.outsideLow <== 0;

    signal rise[22];
    for (var t = 0; t < 22; t++) {
        rise[t] <== slope.values[t] * (xs.more[t] - xNew.values[t]);
        twiceYOut[t] <== 2 * rise[t] - twiceY[t];
    }
}

/**
 * @title 2 P + T, as (P + T) + P, without computing P + T
 * @param first, second relations of the two slopes
 * @param degree 1 if P's x is a polynomial of 8 coefficients, 2 if it has 15
 * @input xP 22 values, twiceYP 22 values
 * @input xT eight limbs, yTWhole, yTLow the y-coordinate of T out of a table
 * @input firstHint, secondHint slopes
 * @output x 15 values, twiceY 22 values
 * @notice Let l1, l2 be the slopes of P and T, and of P and S = P + T.
 *     x_S = l1^2 - xP - xT, y_S = l1 (xP - x_S) - yP;
 *     l2 (x_S - xP) = y_S - yP, that is (l1 + l2) (x_S - xP) + 2 yP = 0: with b = (l1 + l2) (l1^2 - 2 xP - xT), b + 2 yP = 0;
 *     x = l2^2 - x_S - xP = l2^2 - l1^2 + xT; 2 y = 2 l2 (xP - x) - 2 yP = 2 l2 (xP - x) + b.
 *   So neither S nor y_S is needed, and 2y does not contain the old 2y.
 *   The caller sees to P /= T. Then l1 is determined (P = -T: no l1 fits), S is a point. If x_S = xP, then 2 yP = 0, which is false, so
 *   no l2 fits: S = P, which would need T = O, and S = -P, where 2 P + T = O, are refused. Otherwise l2 is determined and the result is
 *   the true 2 P + T.
 */
template DoubleAndAdd(first, second, degree) {
    signal input xP[22];
    signal input twiceYP[22];
    signal input xT[8];
    signal input yTWhole;
    signal input yTLow;
    signal input firstHint[8];
    signal input secondHint[8];
    signal output x[15];
    signal output twiceY[22];

    component element1 = SignedElement();
    element1.hint <== firstHint;
    component element2 = SignedElement();
    element2.hint <== secondHint;
    component l1 = Values(8, 22);
    l1.coefficients <== element1.limbs;
    component l2 = Values(8, 22);
    l2.coefficients <== element2.limbs;
    component xTs = Values(8, 22);
    xTs.coefficients <== xT;

    signal difference[15]; // l2^2 - l1^2
    component l1Square = Extended(15, 22);
    component xs = Extended(15, 22);
    for (var t = 0; t < 15; t++) {
        l1Square.values[t] <== l1.values[t] * l1.values[t];
        difference[t] <== (l2.values[t] - l1.values[t]) * (l2.values[t] + l1.values[t]);
        x[t] <== difference[t] + xTs.values[t];
    }
    xs.values <== x;

    signal run[22];
    if (degree == 1) {
        component product = Extended(15, 22);
        for (var t = 0; t < 15; t++) { product.values[t] <== l1.values[t] * (xTs.values[t] - xP[t]); }
        run <== product.more;
    } else {
        for (var t = 0; t < 22; t++) { run[t] <== l1.values[t] * (xTs.values[t] - xP[t]); }
    }

    signal b[22];
    signal rise[22];
    component chord1 = VanishesModulo(first, 22);
    component chord2 = VanishesModulo(second, 22);
    for (var t = 0; t < 22; t++) {
        b[t] <== (l1.values[t] + l2.values[t]) * (l1Square.more[t] - 2 * xP[t] - xTs.values[t]);
        rise[t] <== l2.values[t] * (xP[t] - xs.more[t]);
        chord1.values[t] <== 2 * run[t] + twiceYP[t];
        chord2.values[t] <== b[t] + twiceYP[t];
        twiceY[t] <== 2 * rise[t] + b[t];
    }
    chord1.outsideWhole <== -2 * yTWhole;
    chord1.outsideLow <== -2 * yTLow;
    chord2.outsideWhole <== 0;
    chord2.outsideLow <== 0;
}

/**
 * @title Subtract a point from the running point, or not; guarded either way
 * @input x 15 values, twiceY 22 values of V
 * @input xT, yT limbs of T
 * @input isTaken a bit (checked): whether T is subtracted
 * @input xHint x of V, slopeHint of V and -T
 * @output xOut 15 values, twiceYOut 22 values
 * @notice The slope is checked also where it is not used: that refuses only V = T and V = -T.
 */
template ConditionalSubtraction() {
    signal input x[15];
    signal input twiceY[22];
    signal input xT[8];
    signal input yT[8];
    signal input isTaken;
    signal input xHint[8];
    signal input slopeHint[8];
    signal output xOut[15];
    signal output twiceYOut[22];

    isTaken * (isTaken - 1) === 0;
    component xElement = SignedElement();
    xElement.hint <== xHint;
    component slopeElement = SignedElement();
    slopeElement.hint <== slopeHint;
    component guard = DifferentModuloP();
    guard.a <== xElement.limbs;
    guard.b <== xT;
    component xV = Values(8, 15);
    xV.coefficients <== xElement.limbs;
    component slope = Values(8, 22);
    slope.coefficients <== slopeElement.limbs;
    component xTs = Values(8, 22);
    xTs.coefficients <== xT;
    component yTs = Values(8, 22);
    yTs.coefficients <== yT;

    component abscissa = VanishesModulo(p256CorrectionX(), 15);
    signal slopeSquare[15];
    component run = Extended(15, 22);
    component xSum = Extended(15, 22);
    for (var t = 0; t < 15; t++) {
        abscissa.values[t] <== x[t] - xV.values[t];
        run.values[t] <== slope.values[t] * (xTs.values[t] - xV.values[t]);
        slopeSquare[t] <== slope.values[t] * slope.values[t];
        xSum.values[t] <== slopeSquare[t] - xV.values[t] - xTs.values[t];
        xOut[t] <== x[t] + isTaken * (xSum.values[t] - x[t]);
    }
    abscissa.outsideWhole <== 0;
    abscissa.outsideLow <== 0;

    // y of -T is -yT: 2 slope (xT - xV) = -2 yT - 2 yV, and the sum's 2y = 2 slope (xT - x) + 2 yT
    signal rise[22];
    component chord = VanishesModulo(p256CorrectionSlope(), 22);
    for (var t = 0; t < 22; t++) {
        chord.values[t] <== 2 * run.more[t] + 2 * yTs.values[t] + twiceY[t];
        rise[t] <== slope.values[t] * (xTs.values[t] - xSum.more[t]);
        twiceYOut[t] <== twiceY[t] + isTaken * (2 * rise[t] + 2 * yTs.values[t] - twiceY[t]);
    }
    chord.outsideWhole <== 0;
    chord.outsideLow <== 0;
}
