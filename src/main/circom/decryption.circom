// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "lib/edwards.circom";

/**
 * @title Decryption
 * @notice The partial decryptions were made with the share behind the trustee's verification key: V = x·B8 and
 *         Dᵢ = x·C1ᵢ for one x ∈ [0, ℓ) (the statement of Chaum and Pedersen, CRYPTO '92; protocol §7).
 *
 * The C1ᵢ are checked to be on the curve; that they lie in the subgroup follows from what they are sums of.
 * Beyond optionCount both points are the identity.
 *
 * @param N places, at least optionCount
 */
template Decryption(N) {
    signal input electionId;
    signal input verificationKey[2];
    signal input optionCount;
    signal input c1[2 * N];
    signal input partials[2 * N];
    signal input share;

    signal electionSquare <== electionId * electionId;

    component inUse = OptionsInUse(N);
    inUse.count <== optionCount;

    component bits = ScalarBits();
    bits.scalar <== share;
    signal both[126];
    for (var w = 0; w < 126; w++) {
        if (2 * w + 1 < 251) {
            both[w] <== bits.bits[2 * w] * bits.bits[2 * w + 1];
        } else {
            both[w] <== 0;
        }
    }

    component key = MultiplyBase();
    key.bits <== bits.bits;
    key.point === verificationKey;

    component onCurve[N];
    component product[N];
    for (var i = 0; i < N; i++) {
        onCurve[i] = OnCurve();
        onCurve[i].point[0] <== c1[2 * i];
        onCurve[i].point[1] <== c1[2 * i + 1];
        (1 - inUse.used[i]) * c1[2 * i] === 0;
        (1 - inUse.used[i]) * (c1[2 * i + 1] - 1) === 0;
        product[i] = MultiplyPoint();
        product[i].bits <== bits.bits;
        product[i].both <== both;
        product[i].base[0] <== c1[2 * i];
        product[i].base[1] <== c1[2 * i + 1];
        product[i].point[0] === partials[2 * i];
        product[i].point[1] === partials[2 * i + 1];
    }
}
