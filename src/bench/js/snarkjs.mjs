// Measures snarkjs: node snarkjs.mjs PACKAGES WASM ZKEY INPUT.json WITNESS.wtns RUNS
// The proof is made from the witness file that our own calculator wrote, under the same key.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const [packages, wasm, zkey, input, wtns, runs] = process.argv.slice(2);
const snarkjs = createRequire(path.join(packages, 'x.js'))('snarkjs');
const inputs = JSON.parse(fs.readFileSync(input, 'utf8'));
const witnessMillis = [];
const proveMillis = [];
const proveCpuMillis = [];
for (let run = 0; run < Number(runs); run++) {
  let start = performance.now();
  await snarkjs.wtns.calculate(inputs, wasm, { type: 'mem' });
  witnessMillis.push(performance.now() - start);
  start = performance.now();
  const cpu = process.cpuUsage();
  await snarkjs.groth16.prove(zkey, wtns);
  proveMillis.push(performance.now() - start);
  const { user, system } = process.cpuUsage(cpu);
  proveCpuMillis.push((user + system) / 1000);
}
console.log(JSON.stringify({ witnessMillis, proveMillis, proveCpuMillis, peakKib: process.resourceUsage().maxRSS }));
process.exit(0);
