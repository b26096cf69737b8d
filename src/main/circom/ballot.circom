// SPDX-License-Identifier: GPL-3.0-or-later
pragma circom 2.1.6;

include "circomlib/circuits/poseidon.circom";
include "lib/edwards.circom";

/**
 * @title Ballot
 * @notice The ciphertexts hold exactly one mark, encrypted to the joint key, and their maker knows the secret of the
 *         badge (protocol §6). The proof is the badge's signature over election, station, key and ciphertexts.
 *
 * For i < optionCount: mᵢ ∈ {0, 1}, Σ mᵢ = 1, rᵢ ∈ [0, ℓ), C1ᵢ = rᵢ·B8, C2ᵢ = rᵢ·H + mᵢ·B8. Beyond it mᵢ = 0 and
 * rᵢ = 0, so that both points are the identity (0, 1), which whoever checks the proof supplies.
 *
 * H is checked to be on the curve, because the completeness of the addition law needs that. That it lies in the
 * subgroup and is not the identity is checked where it is made public: it is one constant of the election.
 *
 * @param N places, at least optionCount
 */
template Ballot(N) {
    signal input badge;
    signal input electionId;
    signal input station;
    signal input jointKey[2];
    signal input optionCount;
    signal input ciphertexts[4 * N];
    signal input badgeSecret;
    signal input marks[N];
    signal input randomness[N];

    // badge = Poseidon("urna.badge.v1", badgeSecret), badgeSecret < 2^248
    component secretBits = Num2Bits(248);
    secretBits.in <== badgeSecret;
    component commitment = Poseidon(2);
    commitment.inputs[0] <== 0x75726e612e62616467652e7631;
    commitment.inputs[1] <== badgeSecret;
    commitment.out === badge;

    // Linear constraints vanish in optimisation; squares tie these signals to the proof.
    signal electionSquare <== electionId * electionId;
    signal stationSquare <== station * station;

    component inUse = OptionsInUse(N);
    inUse.count <== optionCount;

    component onCurve = OnCurve();
    onCurve.point <== jointKey;
    component table = KeyTable();
    table.key <== jointKey;

    component bits[N];
    component c1[N];
    component shared[N];
    component c2[N];
    var marked = 0;
    for (var i = 0; i < N; i++) {
        marks[i] * (marks[i] - 1) === 0;
        marked += marks[i];
        (1 - inUse.used[i]) * marks[i] === 0;
        (1 - inUse.used[i]) * randomness[i] === 0;

        bits[i] = ScalarBits();
        bits[i].scalar <== randomness[i];

        c1[i] = MultiplyBase();
        c1[i].bits <== bits[i].bits;
        c1[i].point[0] === ciphertexts[4 * i];
        c1[i].point[1] === ciphertexts[4 * i + 1];

        shared[i] = MultiplyByTable();
        shared[i].bits <== bits[i].bits;
        shared[i].table <== table.table;

        // mᵢ·B8 is (0, 1) or B8: linear in mᵢ.
        c2[i] = EdwardsAdd();
        c2[i].left <== shared[i].point;
        c2[i].right[0] <== marks[i]
            * 5299619240641551281634865583518297030282874472190772894086521144482721001553;
        c2[i].right[1] <== 1 + marks[i]
            * (16950150798460657717958625567821834550301663161624707787222815936182638968203 - 1);
        c2[i].sum[0] === ciphertexts[4 * i + 2];
        c2[i].sum[1] === ciphertexts[4 * i + 3];
    }
    marked === 1;
}
