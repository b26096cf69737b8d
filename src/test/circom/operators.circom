pragma circom 2.1.6;

/// @title Every operator of circom on pairs of values, for the tests of the witness calculator
/// @param n how many pairs
/// @input a left operands
/// @input b right operands
/// @output out the results, operator by operator; nothing is constrained but that they are there
function power(x, y) {
    return x ** y;
}

template Operators(n) {
    signal input a[n];
    signal input b[n];
    signal output out[n][31];
    signal twice[n];

    for (var i = 0; i < n; i++) {
        twice[i] <== a[i] * b[i];
        var k = 0;
        out[i][k] <-- a[i] + b[i]; k++;
        out[i][k] <-- a[i] - b[i]; k++;
        out[i][k] <-- a[i] * b[i]; k++;
        out[i][k] <-- b[i] == 0 ? a[i] : a[i] / b[i]; k++;
        var divisor = b[i] == 0 ? 1 : b[i];
        out[i][k] <-- a[i] \ divisor; k++;
        out[i][k] <-- a[i] % divisor; k++;
        out[i][k] <-- power(a[i], b[i] & 1023); k++;
        out[i][k] <-- a[i] << b[i]; k++;
        out[i][k] <-- a[i] >> b[i]; k++;
        out[i][k] <-- a[i] & b[i]; k++;
        out[i][k] <-- a[i] | b[i]; k++;
        out[i][k] <-- a[i] ^ b[i]; k++;
        out[i][k] <-- ~a[i]; k++;
        out[i][k] <-- -a[i]; k++;
        out[i][k] <-- a[i] == b[i]; k++;
        out[i][k] <-- a[i] != b[i]; k++;
        out[i][k] <-- a[i] < b[i]; k++;
        out[i][k] <-- a[i] <= b[i]; k++;
        out[i][k] <-- a[i] > b[i]; k++;
        out[i][k] <-- a[i] >= b[i]; k++;
        out[i][k] <-- a[i] && b[i]; k++;
        out[i][k] <-- a[i] || b[i]; k++;
        out[i][k] <-- !a[i]; k++;
        // The same values in other forms: products, sums of products, differences that are small again.
        var m = a[i] * a[i] * b[i];
        out[i][k] <-- m + b[i]; k++;
        out[i][k] <-- (m - b[i]) * (m + a[i]); k++;
        out[i][k] <-- m < b[i] ? m >> 7 : m & b[i]; k++;
        out[i][k] <-- m == twice[i] * a[i] ? m - a[i] * twice[i] + 5 : 0; k++;
        var bits = 0;
        for (var j = 0; j < 254; j++) {
            bits += ((m >> j) & 1) << (253 - j);
        }
        out[i][k] <-- bits; k++;
        var table[4];
        for (var j = 0; j < 4; j++) { table[j] = m + j; }
        out[i][k] <-- table[m & 3]; k++;
        out[i][k] <-- a[i] << (0 - b[i]); k++;
        out[i][k] <-- a[i] >> (0 - b[i]); k++;
    }
}

component main = Operators(400);
