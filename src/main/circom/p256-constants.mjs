// SPDX-License-Identifier: GPL-3.0-or-later
//
// Writes lib/p256/p256-constants.circom: the numbers that the P-256 circuits need and that nobody should have to type.
//
//   - for each relation "this polynomial in 2^32 vanishes modulo p (or n)" the ranges of its quotient and of its carry, from the
//     largest values that range-checked wires can take, and the weights that turn the polynomial's values at the nodes into the sums S
//     and E of lib/p256/field.circom. If a relation does not fit, the build stops.
//   - the matrices that extend a polynomial from its values at some nodes to its values at more nodes;
//   - the multiples of the generator that the fixed-base windows choose from.
//
// Nodes are 0, 1, -1, 2, -2, ... A bound is an array: entry i bounds the absolute value of coefficient i.

const FIELD = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;
const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
const GENERATOR = {
  x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
};
const LIMBS = 8;
const LIMB_BITS = 32n;
const MOST_POINTS = 29; // a product of four elements
const GENERATOR_WINDOWS = 32;

// A y-coordinate out of a table is not a polynomial but two numbers: itself in the field, and a number that is congruent to it modulo
// 2^LOW_BITS. A relation in which one occurs uses at most LOW_BITS bits for its second modulus.
const LOW_BITS = 96n;

// ------------------------------------------------------------------------------------------------------------------------ arithmetic

const abs = (a) => (a < 0n ? -a : a);
const mod = (a, m) => ((a % m) + m) % m;

/** The representative of least absolute value. */
function centred(a, m) {
  const c = mod(a, m);
  return 2n * c > m ? c - m : c;
}

function inverse(a, m) {
  let [r0, r1, t0, t1] = [m, mod(a, m), 0n, 1n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1, t0, t1] = [r1, r0 - q * r1, t1, t0 - q * t1];
  }
  if (r0 !== 1n) throw new Error('not invertible');
  return mod(t0, m);
}

/** Bits of a signed range [-2^(bits-1), 2^(bits-1)) that holds every integer of absolute value up to `bound`. */
const signedBits = (bound) => BigInt(bound.toString(2).length) + 1n;

const add = (...bounds) =>
  Array.from({ length: Math.max(...bounds.map((b) => b.length)) }, (_, i) => bounds.reduce((sum, b) => sum + (b[i] ?? 0n), 0n));
const most = (...bounds) =>
  Array.from({ length: Math.max(...bounds.map((b) => b.length)) }, (_, i) =>
    bounds.reduce((max, b) => ((b[i] ?? 0n) > max ? b[i] : max), 0n));
const times = (factor, bound) => bound.map((b) => factor * b);
function product(a, b) {
  const out = Array(a.length + b.length - 1).fill(0n);
  a.forEach((x, i) => b.forEach((y, j) => (out[i + j] += x * y)));
  return out;
}

// ----------------------------------------------------------------------------------------------------------------------- relations

/** Weight of coefficient i in the sum S: 2^(32 i) modulo the modulus, of least absolute value. */
const weight = (i, modulus) => centred(2n ** (LIMB_BITS * BigInt(i)), modulus);
/** Its weight in the sum E: congruent to that modulo 2^k, of least absolute value. */
const lowWeight = (i, modulus, k) => centred(weight(i, modulus), 2n ** k);

const weighted = (bound, weightOf) => bound.reduce((sum, b, i) => sum + b * abs(weightOf(i)), 0n);

/**
 * The cheapest k and the ranges of quotient q and carry t for a relation. `outside` bounds what enters S and E beside the polynomial.
 *
 * Soundness, for every q and t in their ranges: |S - q m| < FIELD 2^k, and |E - q m' - t 2^k| < FIELD.
 * Completeness: an honest q = S / m and the carry that follows from it are in their ranges.
 */
function ranges(name, bound, modulus, outside) {
  const most = outside ? LOW_BITS : 160n;
  const s = weighted(bound, (i) => weight(i, modulus)) + (outside?.whole ?? 0n);
  const q = s / modulus;
  const qBits = signedBits(q);
  const qRange = 2n ** (qBits - 1n);
  let best;
  for (let k = 16n; k <= most; k++) {
    if (s + qRange * modulus >= FIELD * 2n ** k) continue;
    const low = abs(centred(modulus, 2n ** k));
    const e = weighted(bound, (i) => lowWeight(i, modulus, k)) + (outside?.low ?? 0n);
    const tBits = signedBits((e + q * low) / 2n ** k);
    if (e + qRange * low + 2n ** (tBits - 1n + k) >= FIELD) continue;
    if (!best || tBits < best.tBits) best = { k, qBits, tBits };
  }
  if (!best) throw new Error(`P-256: the relation ${name} does not fit the field`);
  return { name, points: bound.length, modulus, ...best };
}

/** All relations of the circuits, in the order of their numbers. The names are those of the functions in p256-constants.circom. */
export function relations() {
  const found = new Map();
  const relate = (name, bound, { outside, modulus = P } = {}) => {
    const known = found.get(name);
    found.set(name, {
      bound: known ? most(known.bound, bound) : bound, modulus,
      outside: outside && { whole: outside.whole, low: outside.low } });
  };

  const signed = Array(LIMBS).fill(2n ** 31n); // limbs in [-2^31, 2^31)
  const plain = Array(LIMBS).fill(2n ** 32n - 1n); // limbs in [0, 2^32)
  const square = product(signed, signed);
  const canonicalY = { whole: P - 1n, low: 2n ** LOW_BITS - 1n };
  const doubled = (outside) => ({ whole: 2n * outside.whole, low: 2n * outside.low });

  // y^2 = x^3 - 3 x + b
  relate('KeyOnCurve', add(product(plain, product(plain, plain)), product(plain, plain), times(3n, plain), plain));
  relate('NonceOnCurve', add(product(plain, product(plain, plain)), square, times(3n, plain), plain));

  // the table of the private key's form; x of inputs plain or signed, y of inputs limbs or a polynomial
  const tableDoubling = (x, y) => {
    relate('TableDoubling', add(times(2n, product(signed, y)), times(3n, product(x, x)), [3n]));
    relate('TableX', add(square, x, x, signed));
    return add(product(signed, add(x, signed)), y);
  };
  const tableAddition = (xA, yA, xB, yB) => {
    relate('TableAddition', add(product(signed, add(xA, xB)), yA, yB));
    relate('TableX', add(square, xA, xB, signed));
    return add(product(signed, add(xA, signed)), yA);
  };
  const twiceKey = tableDoubling(plain, plain);
  const twiceNonce = tableDoubling(plain, signed);
  const sum = tableAddition(plain, plain, plain, signed); // Q +- R
  const sum3Q = tableAddition(signed, sum, signed, twiceKey); // 3Q +- R
  const entryY = most(sum, sum3Q, tableAddition(signed, sum, signed, twiceNonce), tableAddition(signed, sum3Q, signed, twiceNonce));
  const tableY = {
    whole: weighted(entryY, (i) => weight(i, P)),
    low: weighted(entryY, (i) => lowWeight(i, P, LOW_BITS)) };

  // 2 P + T: x of T in limbs of bound xT, y of T outside
  const doubleAndAdd = (kind, xP, twiceYP, xT, yT) => {
    const b = product(times(2n, signed), add(square, times(2n, xP), xT));
    relate(`${kind}First`, add(times(2n, product(signed, add(xT, xP))), twiceYP), { outside: doubled(yT) });
    relate(`${kind}Second`, add(b, twiceYP));
    const x = add(times(2n, square), xT);
    return { x, twiceY: add(times(2n, product(signed, add(xP, x))), b) };
  };

  // a Q + b R: the state grows from the first entry to a fixed bound in two steps, because neither x nor 2y depends on the last 2y
  let state = { x: signed, twiceY: times(2n, sum) };
  for (let step = 0; step < 4; step++) {
    relate('Doubling', add(product(signed, state.twiceY), times(3n, product(state.x, state.x)), [3n]));
    relate('DoubledX', add(square, times(2n, state.x), signed));
    const twiceY = add(times(2n, product(signed, add(state.x, signed))), state.twiceY);
    state = doubleAndAdd('Guarded', signed, twiceY, signed, tableY);
  }
  for (const y of [plain, signed]) { // the key, then the nonce
    relate('CorrectionX', add(state.x, signed));
    relate('CorrectionSlope', add(times(2n, product(signed, add(plain, signed))), times(2n, y), state.twiceY));
    const x = add(square, signed, plain);
    state = {
      x: most(state.x, x),
      twiceY: most(state.twiceY, add(times(2n, product(signed, add(plain, x))), times(2n, y))) };
  }

  // c G: x grows by a square with each window
  let xG = plain;
  let yG = [0n];
  for (let window = 1; window < GENERATOR_WINDOWS; window++) {
    relate(`Generator${window}`, add(product(signed, add(plain, xG)), yG), { outside: doubled(canonicalY) });
    xG = add(square, xG, plain);
    yG = product(signed, add(plain, xG));
  }
  relate('EqualX', add(state.x, xG));
  relate('EqualY', add(state.twiceY, times(2n, yG)), { outside: doubled(canonicalY) });

  // u2 Q from the public multiples
  let listed = { x: plain, twiceY: times(2n, plain) };
  for (let step = 0; step < 4; step++) listed = doubleAndAdd('Listed', listed.x, listed.twiceY, plain, canonicalY);
  relate('SumDifference', add(listed.x, xG, signed));
  relate('SumSlope', add(times(2n, square), listed.twiceY, times(2n, yG)), { outside: doubled(canonicalY) });
  relate('SumX', add(square, listed.x, xG, plain));

  // scalars
  const limb = 2n ** 32n;
  const half = [limb, limb, limb, limb, 1n]; // a, b: digits of 16 windows in a limb, minus the parity bit; 2^128
  const whole = Array(LIMBS).fill(limb); // c: digits of four windows in a limb
  const listedScalar = [...Array(LIMBS - 1).fill(limb), limb + 2n ** 33n]; // u2: digits of 32 steps in a limb; 2^257
  relate('HalfScalars', add(product(half, signed), product(half, plain)), { modulus: N });
  relate('HalfGenerator', add(product(whole, signed), product(half, plain)), { modulus: N });
  relate('ListedScalar', add(product(listedScalar, signed), plain), { modulus: N });
  relate('ListedGenerator', add(product(whole, signed), plain), { modulus: N });

  return [...found].map(([name, r]) => ({ ...ranges(name, r.bound, r.modulus, r.outside), bound: r.bound }));
}

// -------------------------------------------------------------------------------------------------------------------------- nodes

const node = (t) => (t % 2 === 1 ? BigInt((t + 1) / 2) : -BigInt(t / 2));

/** Row t: the coefficients of the polynomial that is 1 at node t and 0 at the other nodes below `points`. */
const lagrange = memo((points) => {
  const rows = [];
  for (let t = 0; t < points; t++) {
    let row = [1n];
    let denominator = 1n;
    for (let j = 0; j < points; j++) {
      if (j === t) continue;
      row = Array.from({ length: row.length + 1 }, (_, i) => mod((row[i - 1] ?? 0n) - node(j) * (row[i] ?? 0n), FIELD));
      denominator *= node(t) - node(j);
    }
    const scale = inverse(denominator, FIELD);
    rows.push(row.map((c) => mod(c * scale, FIELD)));
  }
  return rows;
});

function memo(make) {
  const known = new Map();
  return (key) => known.get(key) ?? known.set(key, make(key)).get(key);
}

const valuesWeights = (points, weightOf) =>
  lagrange(points).map((row) => mod(row.reduce((sum, c, i) => sum + c * weightOf(i), 0n), FIELD));

/** Row t - from: what the values at the first `from` nodes contribute to the value at node t. */
const extension = (from, to) =>
  Array.from({ length: to - from }, (_, t) =>
    lagrange(from).map((row) => mod(row.reduce((sum, c, i) => sum + c * node(from + t) ** BigInt(i), 0n), FIELD)));

// ---------------------------------------------------------------------------------------------------------------------- generator

/** (2 i + 1) B for i = 0..127, affine. Jacobian additions of 2 B and one inversion. */
function oddMultiples(base) {
  const twice = affine(doubleJacobian({ ...base, z: 1n }));
  const points = [{ ...base, z: 1n }];
  // 3 B, 5 B, ...: never equal to 2 B or its negative
  while (points.length < 128) points.push(addAffine(points.at(-1), twice));
  const running = [1n];
  for (const { z } of points) running.push((running.at(-1) * z) % P);
  let inverted = inverse(running.at(-1), P);
  const out = [];
  for (let i = points.length - 1; i >= 0; i--) {
    const zi = (inverted * running[i]) % P;
    inverted = (inverted * points[i].z) % P;
    out[i] = { x: (points[i].x * zi * zi) % P, y: (points[i].y * ((zi * zi * zi) % P)) % P };
  }
  return out;
}

function doubleJacobian({ x, y, z }) {
  const yy = (y * y) % P;
  const s = (4n * x * yy) % P;
  const zz = (z * z) % P;
  const m = mod(3n * (x - zz) * (x + zz), P);
  const x3 = mod(m * m - 2n * s, P);
  return { x: x3, y: mod(m * (s - x3) - 8n * yy * yy, P), z: (2n * y * z) % P };
}

function addAffine({ x, y, z }, other) {
  const zz = (z * z) % P;
  const h = mod(other.x * zz - x, P);
  const r = mod(other.y * zz * z - y, P);
  if (h === 0n) throw new Error('an exceptional addition');
  const hh = (h * h) % P;
  const hhh = (hh * h) % P;
  const v = (x * hh) % P;
  const x3 = mod(r * r - hhh - 2n * v, P);
  return { x: x3, y: mod(r * (v - x3) - y * hhh, P), z: (z * h) % P };
}

function affine({ x, y, z }) {
  const zi = inverse(z, P);
  return { x: (x * zi * zi) % P, y: (y * zi * zi * zi) % P };
}

/**
 * Window w as ten polynomials in seven bits: x in eight plain limbs, y modulo the field's order, y modulo 2^LOW_BITS of
 * (1 + 2 b0 + 4 b1 + ... + 128 b6) 256^w G. Coefficients by inclusion and exclusion, indexed by the monomial's set of bits.
 */
function generatorTable(base) {
  const points = oddMultiples(base);
  const columns = Array.from({ length: LIMBS }, (_, i) => points.map(({ x }) => (x >> (LIMB_BITS * BigInt(i))) & 0xffffffffn));
  columns.push(points.map(({ y }) => y % FIELD), points.map(({ y }) => y % 2n ** LOW_BITS));
  return columns.map((values) => {
    const c = [...values];
    for (let bit = 1; bit < c.length; bit <<= 1) {
      for (let i = 0; i < c.length; i++) if (i & bit) c[i] -= c[i ^ bit];
    }
    return c.map((v) => mod(v, FIELD));
  });
}

// ----------------------------------------------------------------------------------------------------------------------- the file

const EXTENSIONS = [[15, 22], [15, 29], [22, 29]];

/** The text of lib/p256/p256-constants.circom. */
export const p256Constants = memo(() => {
  if (mod(GENERATOR.y ** 2n - GENERATOR.x ** 3n + 3n * GENERATOR.x - B, P) !== 0n) throw new Error('G is not on the curve');
  const out = ['// Generated by p256-constants.mjs: do not edit.', 'pragma circom 2.2.0;', ''];
  const all = relations();
  const emit = (...lines) => out.push(...lines);
  const list = (numbers) => `[${numbers.join(', ')}]`;
  const padded = (numbers, length) => [...numbers, ...Array(length - numbers.length).fill(0n)];

  emit(`function p256Modulus() { return ${P % FIELD}; } // p modulo the field's order`);
  emit(`function p256Order() { return ${N % FIELD}; } // n modulo the field's order`);
  emit(`function p256B() { return ${list(limbsOf(B))}; } // b in plain limbs`, '');

  emit('// Numbers of the relations. Comments: points, k, bits of the quotient, bits of the carry.');
  all.forEach((r, id) => emit(`function p256${r.name}() { return ${id}; } // ${r.points} ${r.k} ${r.qBits} ${r.tBits}`));
  emit('');
  emit('// points, k, bits of quotient and carry, modulus in the field, modulus of least absolute value modulo 2^k');
  emit('function p256Relation(relation) {', '    var out[6];');
  all.forEach((r, id) => emit(
    `    if (relation == ${id}) { out = ${list([r.points, r.k, r.qBits, r.tBits, r.modulus % FIELD,
      mod(centred(r.modulus, 2n ** r.k), FIELD)])}; }`));
  emit('    return out;', '}', '');
  for (const [name, weightOf] of [
    ['p256Weights', (r) => (i) => weight(i, r.modulus)],
    ['p256LowWeights', (r) => (i) => lowWeight(i, r.modulus, r.k)]]) {
    emit(`function ${name}(relation) {`, `    var out[${MOST_POINTS}];`);
    const byWeights = new Map();
    all.forEach((r, id) => {
      const text = list(padded(valuesWeights(r.points, weightOf(r)), MOST_POINTS));
      byWeights.set(text, [...(byWeights.get(text) ?? []), id]);
    });
    for (const [text, ids] of byWeights)
      emit(`    if (${ids.map((id) => `relation == ${id}`).join(' || ')}) { out = ${text}; }`);
    emit('    return out;', '}', '');
  }
  emit(`// Weights of the sums S and E for a product of two elements, given by its values at ${2 * LIMBS - 1} nodes (a y of the table).`);
  emit(`function p256ValueWeights() { return ${list(valuesWeights(15, (i) => weight(i, P)))}; }`);
  emit(`function p256ValueLowWeights() { return ${list(valuesWeights(15, (i) => lowWeight(i, P, LOW_BITS)))}; }`, '');

  emit('function p256Extension(from, to) {', '    var out[14][22];');
  for (const [from, to] of EXTENSIONS) {
    const rows = extension(from, to).map((row) => list(padded(row, 22)));
    while (rows.length < 14) rows.push(list(Array(22).fill(0)));
    emit(`    if (from == ${from} && to == ${to}) { out = [${rows.join(',\n        ')}]; }`);
  }
  emit('    return out;', '}', '');

  emit('// Multiples of the generator: see GeneratorWindow.', 'function p256GeneratorTable(window) {', '    var out[10][128];');
  let base = GENERATOR;
  for (let window = 0; window < GENERATOR_WINDOWS; window++) {
    emit(`    if (window == ${window}) { out = [${generatorTable(base).map(list).join(',\n        ')}]; }`);
    let next = { ...base, z: 1n };
    for (let i = 0; i < 8; i++) next = doubleJacobian(next);
    base = affine(next);
  }
  emit('    return out;', '}', '');
  return out.join('\n');
});

function limbsOf(number) {
  return Array.from({ length: LIMBS }, (_, i) => (number >> (LIMB_BITS * BigInt(i))) & 0xffffffffn);
}
