// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "lib/p256/ecdsa.circom";

/**
 * @title A relation on the coefficients of a polynomial, so that a test can choose them
 */
template RelationOnCoefficients(relation, points) {
    signal input coefficients[points];
    signal input outsideWhole;
    signal input outsideLow;
    component values = Values(points, points);
    values.coefficients <== coefficients;
    component vanishes = VanishesModulo(relation, points);
    vanishes.values <== values.values;
    vanishes.outsideWhole <== outsideWhole;
    vanishes.outsideLow <== outsideLow;
}

/**
 * @title 2 P + T with the guard, as EcdsaP256 puts it together
 */
template GuardedStep() {
    signal input xP[8];
    signal input yP[8];
    signal input xT[8];
    signal input yTWhole;
    signal input yTLow;
    signal input firstHint[8];
    signal input secondHint[8];
    signal output x[15];
    signal output twiceY[22];
    component guard = DifferentModuloP();
    guard.a <== xP;
    guard.b <== xT;
    component xs = Values(8, 22);
    xs.coefficients <== xP;
    component ys = Values(8, 22);
    ys.coefficients <== yP;
    component step = DoubleAndAdd(p256GuardedFirst(), p256GuardedSecond(), 1);
    step.xP <== xs.values;
    for (var t = 0; t < 22; t++) { step.twiceYP[t] <== 2 * ys.values[t]; }
    step.xT <== xT;
    step.yTWhole <== yTWhole;
    step.yTLow <== yTLow;
    step.firstHint <== firstHint;
    step.secondHint <== secondHint;
    x <== step.x;
    twiceY <== step.twiceY;
}

/**
 * @title Two elements that must differ modulo p, without range checks
 */
template Different() {
    signal input a[8];
    signal input b[8];
    component different = DifferentModuloP();
    different.a <== a;
    different.b <== b;
}

/**
 * @title The choice among eight numbers
 */
template Choice() {
    signal input entries[8][1];
    signal input bits[3];
    signal output out[1];
    component choice = ChoiceOfEight(1);
    choice.entries <== entries;
    for (var j = 0; j < 3; j++) {
        bits[j] * (bits[j] - 1) === 0;
        choice.bits[j] <== bits[j];
    }
    out <== choice.out;
}
