pragma circom 2.1.6;

// A calculator with every kind of input and of failure: scalars, arrays, two dimensions, numbers of
// all sizes, a division, an assertion.
template Sample() {
    signal input a;
    signal input list[3];
    signal input grid[2][2];
    signal output product;
    signal output inverse;
    signal output mixed;

    signal partial <== a * list[0];
    signal more <== list[1] * list[2];
    product <== partial * more;
    assert(a != 0);
    inverse <-- 1 / a;
    inverse * a === 1;
    signal left <== grid[0][0] * grid[1][1];
    signal right <== grid[0][1] * grid[1][0];
    mixed <== left - right;
    signal bits[8];
    for (var i = 0; i < 8; i++) {
        bits[i] <-- (list[0] >> i) & 1;
        bits[i] * (bits[i] - 1) === 0;
    }
}

component main {public [a]} = Sample();
