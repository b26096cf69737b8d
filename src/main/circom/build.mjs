// SPDX-License-Identifier: GPL-3.0-or-later
//
// Compiles the circuits of circuits.json with circom --O2.
//
//   node build.mjs OUT [name...]           the circuits that are shipped
//   node build.mjs --test OUT [name...]    those of src/test/circom: single templates, for tests
//
// Per instance OUT gets <name>.r1cs, <name>.wasm and <name>.json (counts of constraints, wires and signals).
// Results are cached under ${URNA_CACHE:-~/.cache/urna}/circuits/<hash of sources, compiler and flags>.
import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { p256Constants } from './p256-constants.mjs';
import { rsaConstants } from './rsa-constants.mjs';
import { chosenHints } from '../../test/circom/chosen-hints.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const TESTS = path.join(HERE, '../../test/circom');
// Included files that are not written by hand, and what writes them: made when a circuit includes them.
const GENERATED = new Map([
  ['lib/p256/p256-constants.circom', p256Constants],
  ['lib/rsa-constants.circom', rsaConstants],
  ['chosen-hints.circom', chosenHints],
]);
const written = new Map();
const CACHE = path.join(process.env.URNA_CACHE ?? path.join(os.homedir(), '.cache', 'urna'), 'circuits');
const FLAGS = ['--O2', '-l', '.'];
const CIRCOM_PRAGMA = 'pragma circom 2.2.0;';
// circom keeps one core busy and, for the largest circuits, up to 4 GB.
const JOBS = Math.max(1, Math.min(os.availableParallelism(), Math.floor(os.totalmem() / 8e9)));
const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill()));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

const args = process.argv.slice(2);
const home = args[0] === '--test' ? TESTS : HERE;
const [out, ...only] = args[0] === '--test' ? args.slice(1) : args;
if (!out) fail('usage: node build.mjs [--test] OUT [name...]');

const circuits = JSON.parse(fs.readFileSync(path.join(home, 'circuits.json'), 'utf8'));
const chosen = only.length === 0 ? circuits : circuits.filter((c) => only.includes(c.name));
if (only.some((name) => !circuits.some((c) => c.name === name))) fail(`no such circuit among ${only.join(', ')}`);

const STAMP = path.join(out, '.built-from');
const inputs = inputsOf();
if (isBuiltFrom(inputs)) process.exit(0);
fs.rmSync(STAMP, { force: true });
installPackages();
fs.mkdirSync(out, { recursive: true });
await buildAll();
// for tests and auditors; circom reads them in its own folder
for (const [name, text] of written)
  replace(path.join(out, path.basename(name)), (file) => fs.writeFileSync(file, text));
replace(path.join(out, 'circuits.json'), (file) => fs.copyFileSync(path.join(home, 'circuits.json'), file));

if (only.length === 0) replace(STAMP, (file) => fs.writeFileSync(file, inputs));

// What a build depends on, told by name, size and time as make would, without reading it.
function inputsOf() {
  const found = [CACHE, home];
  const look = (dir) => {
    for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
      const file = path.join(dir, entry.name);
      if (entry.isDirectory() && entry.name !== 'node_modules') look(file);
      if (entry.isFile()) found.push(describe(file));
    }
  };
  [HERE, TESTS].forEach(look);
  return found.join('\n');
}

function describe(file) {
  const { size, mtimeMs } = fs.statSync(file);
  return `${file} ${size} ${mtimeMs}`;
}

// Links into a cache that was emptied since do not count.
function isBuiltFrom(inputs) {
  return only.length === 0 && fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === inputs &&
    chosen.every((c) => ['r1cs', 'wasm', 'json'].every((end) => fs.existsSync(path.join(out, `${c.name}.${end}`)))) &&
    fs.existsSync(path.join(out, 'circuits.json')) && fs.existsSync(path.join(HERE, 'node_modules', '.urna-lock'));
}

// Several at a time, the largest first: whatever is left at the end is small.
async function buildAll() {
  const left = [...chosen].sort((a, b) => b.maxConstraints - a.maxConstraints);
  const worker = async () => {
    for (let circuit = left.shift(); circuit; circuit = left.shift()) await build(circuit);
  };
  await Promise.all(Array.from({ length: JOBS }, worker));
}

async function build(circuit) {
  const main = mainOf(circuit);
  const sources = transitiveSources(circuit.file);
  const dir = path.join(CACHE, contentHash(main, sources));
  const started = performance.now();
  const cached = fs.existsSync(path.join(dir, 'done'));
  if (!cached) {
    try {
      await compile(circuit, main, sources, dir);
    } catch (e) {
      fail(e.message);
    }
  }
  const facts = JSON.parse(fs.readFileSync(path.join(dir, 'facts.json'), 'utf8'));
  check(circuit, facts);
  link(path.join(dir, 'main.r1cs'), path.join(out, `${circuit.name}.r1cs`));
  link(path.join(dir, 'main.wasm'), path.join(out, `${circuit.name}.wasm`));
  link(path.join(dir, 'facts.json'), path.join(out, `${circuit.name}.json`));
  const how = cached ? 'cached' : `${((performance.now() - started) / 1000).toFixed(0)} s`;
  console.log(
    `circuit ${circuit.name}: ${facts.constraints} constraints (at most ${circuit.maxConstraints}), ${facts.wires} wires, ${how}`);
}

function mainOf(circuit) {
  const inputs = circuit.publicSignals.filter((s) => !s.output).map((s) => s.name).join(', ');
  const clause = inputs === '' ? '' : ` {public [${inputs}]}`;
  return [
    CIRCOM_PRAGMA, `include "${circuit.file}";`,
    `component main${clause} = ${circuit.template}(${circuit.parameters.join(', ')});`, ''].join('\n');
}

// Includes are relative to the including file, or to this folder, or name a file of circomlib, in this order.
function transitiveSources(file, found = new Map()) {
  if (found.has(file)) return found;
  const generated = GENERATED.get(file)?.();
  if (generated) written.set(file, generated);
  const text = generated ?? fs.readFileSync(originOf(file) ?? file, 'utf8');
  found.set(file, text);
  for (const [, name] of text.matchAll(/^\s*include\s+"([^"]+)"\s*;/gm)) {
    const near = path.posix.join(path.posix.dirname(file), name);
    transitiveSources(isKnown(near) ? near : name, found);
  }
  return found;
}

function originOf(file) {
  return [HERE, path.join(HERE, 'node_modules'), TESTS].map((dir) => path.join(dir, file)).find((origin) => fs.existsSync(origin));
}

function isKnown(file) {
  return GENERATED.has(file) || originOf(file) !== undefined;
}

function contentHash(main, sources) {
  const compiler = fs.readFileSync(path.join(HERE, 'node_modules/circom2/package.json'), 'utf8');
  const hash = createHash('sha256');
  for (const part of ['2', main, JSON.parse(compiler).version, ...FLAGS]) hash.update(part).update('\0');
  for (const name of [...sources.keys()].sort()) hash.update(name).update('\0').update(sources.get(name)).update('\0');
  return hash.digest('hex').slice(0, 32);
}

async function compile(circuit, main, sources, dir) {
  // circom2 runs in WASI and sees only its working folder: give it one with exactly the sources that were hashed.
  const work = path.join(CACHE, `work-${process.pid}-${randomBytes(4).toString('hex')}`);
  fs.mkdirSync(work, { recursive: true });
  try {
    for (const [name, text] of sources) {
      fs.mkdirSync(path.dirname(path.join(work, name)), { recursive: true });
      fs.writeFileSync(path.join(work, name), text);
    }
    fs.writeFileSync(path.join(work, 'main.circom'), main);
    await circom(circuit, work, ['--wasm', '--r1cs']);
    fs.renameSync(path.join(work, 'main_js/main.wasm'), path.join(work, 'main.wasm'));
    fs.writeFileSync(path.join(work, 'facts.json'), JSON.stringify(factsOf(path.join(work, 'main.r1cs'))) + '\n');
    const made = `${work}-made`;
    fs.mkdirSync(made);
    for (const f of ['main.r1cs', 'main.wasm', 'facts.json'])
      fs.renameSync(path.join(work, f), path.join(made, f));
    fs.writeFileSync(path.join(made, 'done'), '');
    try {
      fs.renameSync(made, dir);
    } catch (e) { // another build was first
      if (!fs.existsSync(path.join(dir, 'done'))) throw e;
      fs.rmSync(made, { recursive: true });
    }
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

function circom(circuit, work, args) {
  const cli = path.join(HERE, 'node_modules/circom2/cli.js');
  const child = spawn(
    process.execPath, ['--max-old-space-size=8000', '--no-warnings', cli, 'main.circom', ...args, ...FLAGS],
    { cwd: work, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      running.delete(child);
      if (status === 0) resolve();
      else reject(new Error(`circuit ${circuit.name}: circom failed\n${said}`));
    });
  });
}

// Header of an .r1cs file: iden3 binary format, section type 1.
function factsOf(file) {
  const data = fs.readFileSync(file);
  if (data.toString('latin1', 0, 4) !== 'r1cs') throw new Error(`not an r1cs file: ${file}`);
  let at = 12;
  for (let i = data.readUInt32LE(8); i > 0; i--) {
    const type = data.readUInt32LE(at);
    const size = Number(data.readBigUInt64LE(at + 4));
    at += 12;
    if (type === 1) {
      const n = at + 4 + data.readUInt32LE(at);
      return {
        constraints: data.readUInt32LE(n + 24), wires: data.readUInt32LE(n),
        publicOutputs: data.readUInt32LE(n + 4), publicInputs: data.readUInt32LE(n + 8),
        privateInputs: data.readUInt32LE(n + 12), sha256: createHash('sha256').update(data).digest('hex') };
    }
    at += size;
  }
  throw new Error(`no header in ${file}`);
}

function check(circuit, facts) {
  const sizeOf = (signals) => signals.reduce((sum, s) => sum + s.size, 0);
  if (facts.constraints > circuit.maxConstraints)
    fail(`circuit ${circuit.name}: ${facts.constraints} constraints, but circuits.json allows ${circuit.maxConstraints}`);
  if (facts.publicOutputs !== sizeOf(circuit.publicSignals.filter((s) => s.output)) ||
      facts.publicInputs !== sizeOf(circuit.publicSignals.filter((s) => !s.output)))
    fail(`circuit ${circuit.name}: its public signals are not those of circuits.json`);
}

function installPackages() {
  const lock = fs.readFileSync(path.join(HERE, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  const mark = path.join(HERE, 'node_modules', '.urna-lock');
  if (fs.existsSync(mark) && fs.readFileSync(mark, 'utf8') === hash) return;
  console.log('circuits: installing the pinned npm packages');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const run = spawnSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: HERE, encoding: 'utf8', shell: process.platform === 'win32' });
  if (run.status !== 0) fail(`npm ci failed in ${HERE}\n${run.stdout}\n${run.stderr}`);
  fs.writeFileSync(mark, hash);
}

function link(from, to) {
  replace(to, (file) => {
    try {
      fs.symlinkSync(from, file);
    } catch { // no right to make links (Windows)
      fs.copyFileSync(from, file);
    }
  });
}

function replace(to, make) {
  const next = `${to}.${process.pid}.new`;
  make(next);
  fs.renameSync(next, to);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
