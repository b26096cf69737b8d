// SPDX-License-Identifier: GPL-3.0-or-later
//
// Writes chosen-hints.circom: templates of lib/ whose hints are inputs, so that a test can be a prover who computes them as it likes. The
// constraints are those of lib/, taken from there word for word: only declarations of hints become inputs, and the lines `hint <-- ...;` go.
import fs from 'node:fs';

const CHOSEN = [
  ['bits', 'OneHot', ['hot']],
  ['der', 'DerHeader', ['one', 'two']],
  ['der', 'SplitPosition', ['fine']],
  ['certificate', 'CertificateKey', ['encoding']],
  ['certificate', 'SignerExtensions', ['starts', 'isKeyUsage', 'isBasicConstraints', 'inverse', 'isCritical']],
];

/** The text of chosen-hints.circom. */
export function chosenHints() {
  return [
    '// Made by chosen-hints.mjs: do not edit.', 'pragma circom 2.2.0;', '', 'include "lib/certificate.circom";', '',
    ...CHOSEN.map(([file, template, hints]) => withInputs(file, template, hints)),
  ].join('\n');
}

function withInputs(file, template, hints) {
  const source = fs.readFileSync(new URL(`../../main/circom/lib/${file}.circom`, import.meta.url), 'utf8');
  let text = source.match(new RegExp(`^template ${template}\\([\\s\\S]*?^}\\n`, 'm'))?.[0];
  if (!text) throw new Error(`no template ${template} in ${file}.circom`);
  text = text.replace(`template ${template}(`, `template ${template}Chosen(`);
  for (const hint of hints) {
    text = once(text, new RegExp(`signal (output )?(?=${hint}[\\[;])`, 'g'), 'signal input ');
    text = once(text, new RegExp(`^ *${hint}(\\[\\w+\\])? <-- [^;]*;`, 'gm'), '');
  }
  if (text.includes('<--')) throw new Error(`${template} has hints that are not listed`);
  return text;
}

function once(text, pattern, by) {
  const count = [...text.matchAll(pattern)].length;
  if (count !== 1) throw new Error(`${pattern} is there ${count} times`);
  return text.replace(pattern, by);
}
