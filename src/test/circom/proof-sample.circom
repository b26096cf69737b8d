pragma circom 2.1.6;

/// @title A small statement with every kind of wire, for the tests of the prover
/// @input factors two private numbers
/// @input offset a public number
/// @input bits four private bits, whose number is added
/// @output result factors[0] * factors[1] * (offset + number of bits) ; also squared, to have a second output
template ProofSample() {
    signal input factors[2];
    signal input offset;
    signal input bits[4];
    signal output result[2];

    signal product;
    product <== factors[0] * factors[1];
    var number = 0;
    for (var i = 0; i < 4; i++) {
        bits[i] * (bits[i] - 1) === 0;
        number += bits[i] * (1 << i);
    }
    result[0] <== product * (offset + number);
    result[1] <== result[0] * result[0];
}

component main {public [offset]} = ProofSample();
