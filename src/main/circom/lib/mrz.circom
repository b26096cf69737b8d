// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.2.0;

include "bits.circom";

/**
 * @title Fields of a TD3 passport in EF.DG1 (ICAO 9303-4, 9303-10 4.7.1)
 * @input bits of the 93 bytes of the file, index = weight
 * @output issuingState three letters as a number
 * @output nationality three letters as a number
 * @output name0 first 20 bytes of the 39-byte name field
 * @output name1 its other 19 bytes
 * @output person birth date (6), sex (1), nationality (3): ten bytes
 * @output birth yymmdd as a number
 * @output birthYear yy
 * @output expiry yymmdd as a number
 * @notice Enforced: the file header 61 5B 5F 1F 58, document code P (its second character is free), and decimal digits in both dates: a
 *   filler is refused. Check digits are not: the state's signature covers the text.
 */
template Td3Fields() {
    signal input bits[93][8];
    signal output issuingState;
    signal output nationality;
    signal output name0;
    signal output name1;
    signal output person;
    signal output birth;
    signal output birthYear;
    signal output expiry;

    var bytes[93];
    for (var i = 0; i < 93; i++) {
        bytes[i] = 0;
        for (var j = 0; j < 8; j++) { bytes[i] += bits[i][j] * (1 << j); }
    }
    var header[6] = [0x61, 0x5b, 0x5f, 0x1f, 0x58, 0x50];
    for (var i = 0; i < 6; i++) { bytes[i] === header[i]; }

    var line1 = 5;
    var line2 = 49;
    var sum = 0;
    for (var i = 2; i < 5; i++) { sum = sum * 256 + bytes[line1 + i]; }
    issuingState <== sum;
    sum = 0;
    for (var i = 5; i < 25; i++) { sum = sum * 256 + bytes[line1 + i]; }
    name0 <== sum;
    sum = 0;
    for (var i = 25; i < 44; i++) { sum = sum * 256 + bytes[line1 + i]; }
    name1 <== sum;
    sum = 0;
    for (var i = 10; i < 13; i++) { sum = sum * 256 + bytes[line2 + i]; }
    nationality <== sum;
    sum = 0;
    for (var i = 13; i < 19; i++) { sum = sum * 256 + bytes[line2 + i]; }
    sum = sum * 256 + bytes[line2 + 20];
    person <== sum * 256 ** 3 + nationality;

    var digits[2] = [13, 21];
    var date[2];
    for (var d = 0; d < 2; d++) {
        date[d] = 0;
        for (var i = 0; i < 6; i++) {
            var at = line2 + digits[d] + i;
            // 0x30 to 0x39
            bits[at][7] === 0;
            bits[at][6] === 0;
            bits[at][5] === 1;
            bits[at][4] === 1;
            bits[at][3] * (bits[at][2] + bits[at][1]) === 0;
            date[d] = 10 * date[d] + bytes[at] - 0x30;
        }
    }
    birth <== date[0];
    expiry <== date[1];
    birthYear <== 10 * (bytes[line2 + 13] - 0x30) + bytes[line2 + 14] - 0x30;
}

/**
 * @title Old enough, and valid for long enough
 * @input birth, birthYear, expiry as of Td3Fields
 * @input bornOnOrBefore yyyymmdd
 * @input passportValidOn yyyymmdd; must be a date of 2000 to 2099 (enforced)
 * @notice Two-digit years: a birth year greater than the year of passportValidOn is of the 1900s, else of the 2000s; expiry is of the
 *   2000s. Dates are compared as numbers yyyymmdd by range checks of differences: with birth and expiry below 2^25, a difference in
 *   [0, 2^25) in the field is one of the integers, whatever the public inputs are. At most fifteen years lie between passportValidOn
 *   and expiry: a difference of 150000 of such numbers.
 */
template DatesFit() {
    signal input birth;
    signal input birthYear;
    signal input expiry;
    signal input bornOnOrBefore;
    signal input passportValidOn;

    // passportValidOn = 20000000 + 10000 year + monthDay with year < 100, monthDay < 10000
    signal year;
    signal monthDay;
    year <-- ((passportValidOn - 20000000) \ 10000) & 127;
    monthDay <-- passportValidOn - 20000000 - 10000 * year;
    10000 * year + monthDay === passportValidOn - 20000000;
    component yearRange = InRange(7);
    yearRange.number <== year;
    component yearBound = InRange(7);
    yearBound.number <== 99 - year;
    component monthDayRange = InRange(14);
    monthDayRange.number <== monthDay;
    component monthDayBound = InRange(14);
    monthDayBound.number <== 9999 - monthDay;

    // year - birthYear + 128 has bit 7 set exactly if birthYear <= year; both are in 0..99
    component compared = Bits(8);
    compared.number <== year - birthYear + 128;
    signal born;
    born <== birth + 19000000 + 1000000 * compared.bits[7];

    component oldEnough = InRange(25);
    oldEnough.number <== bornOnOrBefore - born;
    component stillValid = InRange(25);
    stillValid.number <== expiry + 20000000 - passportValidOn;
    component notTooFar = InRange(25);
    notTooFar.number <== passportValidOn + 150000 - (expiry + 20000000);
}
