// Compiles the contracts: node build.mjs OUT
//
// Writes <Name>.abi, <Name>.bin, <Name>.runtime.bin and <Name>.immutables.json of every contract listed below to OUT.
// The compiler's input is fixed by this folder, package-lock.json and ../circom/circuits.json; the same input gives
// the same bytes on every machine (no metadata hash in the code). Results are kept in a cache by the hash of that
// input, so that a second build, or one without a network, needs neither npm nor solc.

import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { publicSignals } from './public-signals.mjs';

const CONTRACTS = ['Election'];
/** EIP-170, and EIP-3860 for the code that creates a contract. */
const MAX_RUNTIME_BYTES = 24576;
const MAX_CREATION_BYTES = 49152;

const here = path.dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? fail('usage: node build.mjs OUT');
const cache = path.join(process.env.URNA_CACHE ?? path.join(os.homedir(), '.cache', 'urna'), 'contracts');

function fail(message) {
  console.error(`contracts: ${message}`);
  process.exit(1);
}

function sources() {
  const folder = path.join(here, 'contracts');
  const found = {};
  for (const name of fs.readdirSync(folder).sort()) {
    if (name.endsWith('.sol')) found[name] = { content: fs.readFileSync(path.join(folder, name), 'utf8') };
  }
  found['PublicSignals.sol'] = { content: publicSignals(path.join(here, '..', 'circom', 'circuits.json')) };
  return found;
}

const input = {
  language: 'Solidity',
  sources: sources(),
  settings: {
    evmVersion: 'cancun',
    viaIR: true,
    optimizer: { enabled: true, runs: 1000000 },
    metadata: { bytecodeHash: 'none', appendCBOR: false },
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode'] } },
  },
};

function read(name) {
  return fs.readFileSync(path.join(here, name));
}

const hash = createHash('sha256')
  .update(JSON.stringify(input))
  .update(read('package-lock.json'))
  .update(read('build.mjs'))
  .digest('hex');
const made = path.join(cache, hash.slice(0, 32));

if (!fs.existsSync(path.join(made, 'complete'))) compile();
fs.mkdirSync(out, { recursive: true });
for (const name of fs.readdirSync(made)) {
  if (name === 'complete') continue;
  const target = path.join(out, name);
  const bytes = fs.readFileSync(path.join(made, name));
  if (!fs.existsSync(target) || !fs.readFileSync(target).equals(bytes)) fs.writeFileSync(target, bytes);
}
installChain();

function compile() {
  const require = installPackages();
  const solc = require('solc');
  const findImports = (name) => {
    const file = path.join(here, 'node_modules', name);
    return name.startsWith('@openzeppelin/') && fs.existsSync(file)
      ? { contents: fs.readFileSync(file, 'utf8') }
      : { error: `${name} is not here` };
  };
  console.log('contracts: compiling');
  const result = JSON.parse(solc.compile(JSON.stringify(input), { import: findImports }));
  for (const message of result.errors ?? []) console.error(message.formattedMessage);
  // A warning in our own sources is an error.
  if ((result.errors ?? []).some((m) => m.severity !== 'info')) fail('not compiled');
  const building = `${made}.${process.pid}`;
  fs.mkdirSync(building, { recursive: true });
  for (const name of CONTRACTS) {
    const contract = result.contracts[`${name}.sol`][name];
    const creation = contract.evm.bytecode.object;
    const runtime = contract.evm.deployedBytecode.object;
    console.log(`contracts: ${name} ${runtime.length / 2} bytes, creation ${creation.length / 2} bytes`);
    if (runtime.length / 2 > MAX_RUNTIME_BYTES) fail(`${name} is above ${MAX_RUNTIME_BYTES} bytes`);
    if (creation.length / 2 > MAX_CREATION_BYTES) fail(`${name}'s creation is above ${MAX_CREATION_BYTES} bytes`);
    fs.writeFileSync(path.join(building, `${name}.abi`), JSON.stringify(contract.abi));
    fs.writeFileSync(path.join(building, `${name}.bin`), creation);
    fs.writeFileSync(path.join(building, `${name}.runtime.bin`), runtime);
    // Where the constructor fills values in: `verify` compares the deployed code everywhere else.
    // Gaps of one id hold one value.
    const gaps = Object.entries(contract.evm.deployedBytecode.immutableReferences ?? {}).flatMap(([id, places]) =>
      places.map(({ start, length }) => ({ id, start, length })),
    );
    gaps.sort((a, b) => a.start - b.start);
    fs.writeFileSync(path.join(building, `${name}.immutables.json`), JSON.stringify(gaps));
  }
  fs.writeFileSync(path.join(building, 'complete'), hash);
  try {
    fs.renameSync(building, made);
  } catch (e) {
    // Another build was quicker; what it made is the same.
    if (!fs.existsSync(path.join(made, 'complete'))) throw e;
    fs.rmSync(building, { recursive: true });
  }
}

function npm(...args) {
  execFileSync('npm', args, { cwd: here, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
}

function installPackages() {
  const stamp = path.join(here, 'node_modules', '.urna-lock');
  const lock = createHash('sha256').update(read('package-lock.json')).digest('hex');
  if (!fs.existsSync(stamp) || fs.readFileSync(stamp, 'utf8') !== lock) {
    console.log('contracts: installing the compiler and libraries of package-lock.json');
    npm('ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
    fs.writeFileSync(stamp, lock);
  }
  return createRequire(path.join(here, 'package.json'));
}

// anvil, the local chain of tests and practice elections, is not in package.json: its optional packages for other
// systems are not on every mirror, and then `npm ci` refuses the whole lock. Its integrity is pinned here instead.
function installChain() {
  const { version, packages } = JSON.parse(read('anvil.json'));
  const platform = { win32: 'win32' }[process.platform] ?? process.platform;
  const arch = { x64: 'amd64', arm64: 'arm64' }[process.arch];
  const name = `@foundry-rs/anvil-${platform}-${arch}`;
  const folder = path.join(here, 'node_modules', name);
  const present = path.join(folder, 'package.json');
  if (fs.existsSync(present) && JSON.parse(fs.readFileSync(present, 'utf8')).version === version) return;
  console.log(`contracts: installing ${name} ${version}`);
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'urna-anvil-'));
  try {
    const listed = execFileSync('npm', ['pack', `${name}@${version}`, '--json', '--loglevel=error'], {
      cwd: work,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      shell: process.platform === 'win32',
    });
    const tarball = path.join(work, JSON.parse(listed)[0].filename);
    const integrity = `sha512-${createHash('sha512').update(fs.readFileSync(tarball)).digest('base64')}`;
    if (packages[name] && packages[name] !== integrity) fail(`${name} ${version} is not the pinned package`);
    if (!packages[name]) console.warn(`contracts: no pinned integrity for ${name}; found ${integrity}`);
    execFileSync('tar', ['-xzf', tarball], { cwd: work });
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(path.dirname(folder), { recursive: true });
    fs.cpSync(path.join(work, 'package'), folder, { recursive: true });
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}
