// SPDX-License-Identifier: GPL-3.0-or-later
//
// Constants of lib/rsa.circom, worked out when a circuit is compiled: how the coefficients of a b - q n - r are grouped, the ranges of the
// carries between the groups, and the linear functions that give a group's sum from values at points. Statements and reasons are in
// lib/bigint.circom; ranges are derived here by interval arithmetic, and the build fails where one does not fit.
//
// (In circom itself this cost the witness calculator, which runs the same functions, 0.2 s for each witness.)

const FIELD = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;

// Numbers of 2048 bits: 69 limbs of 30 bits, the last one of 8; eight limbs are one of the 240-bit numbers of a signer's leaf. Measured
// for exponent 65537 (constraints, non-zero coefficients of A and B): 24 bits 87,069, 1.65 M; 30 bits 88,191, 1.27 M; 32 bits 89,724,
// 1.20 M; 64 bits about 110,000.
const WIDTH = 30;
const LIMBS = 69;
const TOP = 2048 - WIDTH * (LIMBS - 1);
const POINTS = 2 * LIMBS - 1;

/** The text of lib/rsa-constants.circom. */
export function rsaConstants() {
  const plan = carryPlan();
  const starts = [...plan.map((g) => g.start), POINTS];
  const weights = carryWeights(starts);
  const carries = plan.slice(0, -1);
  return `// Made by rsa-constants.mjs: do not edit.
pragma circom 2.2.0;

function rsaWidth() { return ${WIDTH}; }
function rsaLimbs() { return ${LIMBS}; }
function rsaTop() { return ${TOP}; }
function rsaGroups() { return ${plan.length}; }
function rsaGroupStarts() {
    var starts[${starts.length}] = [${starts.join(', ')}];
    return starts;
}
function rsaCarryBits() {
    var bits[${carries.length}] = [${carries.map((g) => g.bits).join(', ')}];
    return bits;
}
function rsaCarryLows() {
    var lows[${carries.length}] = [${carries.map((g) => g.low).join(', ')}];
    return lows;
}
function rsaCarryWeights() {
    var weights[${plan.length}][${POINTS}] = [
${weights.map((row) => `        [${row.join(', ')}]`).join(',\n')}];
    return weights;
}
`;
}

const largestLimb = (i) => (i === LIMBS - 1 ? 1n << BigInt(TOP) : 1n << BigInt(WIDTH)) - 1n;

/** Largest value of coefficient m of a product of two numbers. */
function largestCoefficient(m) {
  let sum = 0n;
  for (let i = 0; i < LIMBS; i++) if (m - i >= 0 && m - i < LIMBS) sum += largestLimb(i) * largestLimb(m - i);
  return sum;
}

/**
 * Groups of coefficients and ranges of the carries out of them: { start, bits, low }, the carry being in [-low, 2^bits - low).
 *
 * c_m lies in [-low_m, up_m] with up_m = largestCoefficient(m) and low_m = up_m, plus 2^(2 WIDTH) - 1 where r has a coefficient (a
 * range-checked limb is far below that; the last remainder of a power is not given in limbs and needs it). By induction over the groups,
 * the carry into a group is
 *   - for an honest prover an integer in [-inLow, inHonest],
 *   - for any prover an integer in [-inLow, inChecked], inChecked = 2^bits - 1 - inLow >= inHonest: that is what the range check says.
 * Hence E, the group's sum with it, is an integer in [-eLow, eChecked], and for an honest prover, for whom it is a multiple of
 * unit = 2^(WIDTH size), the next carry lies in [-(eLow / unit), eHonest / unit], both rounded down. Its range check takes the next power
 * of two for the length of that.
 *
 * Sound: E - unit carry = 0 in the field. For every E and carry in range E - unit carry is an integer whose absolute value is below the
 * field's order (`fits`), so it is 0 over the integers. E of the last group is below the order as well, and 0 in the field, so it is 0.
 * The groups' identities, each weighted with 2^(WIDTH start), add up to c(2^WIDTH) = 0.
 * Complete: an honest prover's carries are in range, as just derived.
 * A group takes as many coefficients as this allows.
 */
function carryPlan() {
  const groups = [];
  let carry = { low: 0n, honest: 0n, checked: 0n };
  for (let start = 0; start < POINTS;) {
    let found;
    for (let end = start + 1; end <= POINTS; end++) {
      const group = groupOf(start, end, carry);
      if (group === undefined) break;
      found = group;
    }
    if (found === undefined) throw new Error('rsa: not even one coefficient fits into a group');
    groups.push(found);
    carry = { low: found.low, honest: found.honest, checked: (1n << BigInt(found.bits)) - 1n - found.low };
    start = found.end;
  }
  return groups;
}

/** Coefficients start to end - 1 as one group, or undefined if that is too many. */
function groupOf(start, end, carryIn) {
  let { low: eLow, honest: eHonest, checked: eChecked } = carryIn;
  for (let m = start; m < end; m++) {
    const weight = 1n << BigInt(WIDTH * (m - start));
    const up = largestCoefficient(m);
    eLow += (up + (m < LIMBS ? (1n << BigInt(2 * WIDTH)) - 1n : 0n)) * weight;
    eHonest += up * weight;
    eChecked += up * weight;
  }
  if (end === POINTS) {
    const fits = eLow < FIELD && eChecked < FIELD;
    return fits ? { start, end, bits: 0, low: 0n, honest: 0n } : undefined;
  }
  const unit = 1n << BigInt(WIDTH * (end - start));
  const low = eLow / unit;
  const honest = eHonest / unit;
  const bits = (low + honest).toString(2).length;
  const checked = (1n << BigInt(bits)) - 1n - low;
  const fits = eChecked + unit * low < FIELD && unit * checked + eLow < FIELD;
  return fits ? { start, end, bits, low, honest } : undefined;
}

/**
 * weights[g][t]: what the value at point t contributes to the sum of c_{start + k} 2^(WIDTH k) over group g, for a polynomial of degree
 * POINTS - 1 (Lagrange). With M(X) the product of all (X - x_t), the basis polynomial of t is M(X) / (X - x_t) / M'(x_t); the quotient's
 * coefficients come from synthetic division, and M'(x_t) is the quotient's value at x_t.
 */
function carryWeights(starts) {
  const points = Array.from({ length: POINTS }, (_, t) => BigInt(t % 2 === 1 ? (t + 1) / 2 : -t / 2));
  let M = [1n]; // from the lowest coefficient
  for (const x of points) M = [0n, ...M].map((c, i) => c - x * (M[i] ?? 0n));
  const weights = starts.slice(0, -1).map(() => []);
  for (const x of points) {
    const quotient = [];
    let last = 0n;
    for (let i = POINTS; i > 0; i--) quotient[i - 1] = last = M[i] + x * last;
    const inverse = inverseOf(quotient.reduceRight((value, c) => value * x + c, 0n));
    weights.forEach((row, g) => {
      let sum = 0n;
      for (let m = starts[g + 1] - 1; m >= starts[g]; m--) sum = (sum << BigInt(WIDTH)) + quotient[m];
      row.push(mod(sum * inverse));
    });
  }
  return weights;
}

function mod(x) {
  const rest = x % FIELD;
  return rest < 0n ? rest + FIELD : rest;
}

function inverseOf(x) {
  let [a, b, u, v] = [mod(x), FIELD, 1n, 0n];
  while (a > 1n) {
    const q = b / a;
    [a, b, u, v] = [b - q * a, a, v - q * u, u];
  }
  return mod(u);
}
