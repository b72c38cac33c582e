/**
 * Do other packages' own tests pass under the doctor as they do without it? Runs each suite twice, with and without, prints
 * how many tests passed and failed and how long it took, and fails where the numbers or the exit codes differ.
 *
 *     npm run suites [-- <name...>]                       of scripts/suites/suites.ts, from npm
 *     npm run suites -- --at <folder> -- <command...>     of a checkout, with what it needs installed
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { installSuite } from './suites/install-suite.js';
import { runPlain, runUnderDoctor, type SuiteRun } from './suites/run-suite.js';
import { SUITES } from './suites/suites.js';

/** A test that depends on time may fail with and without the doctor: what differs is run again. */
const TRIES = 3;
const LOGS = join(tmpdir(), 'otel-ctx-doctor-suites', 'logs');

const { values, positionals } = parseArgs({ options: { at: { type: 'string' } }, allowPositionals: true });
mkdirSync(LOGS, { recursive: true });

const suites = values.at
  ? [{ name: basename(resolve(values.at)), command: positionals, folder: () => resolve(values.at ?? '') }]
  : SUITES.filter(({ name }) => positionals.length === 0 || positionals.includes(name)).map((suite) => ({
      name: `${suite.name} ${suite.version}`,
      command: suite.command,
      folder: () => installSuite(suite),
    }));
if (suites.length === 0) throw new Error(`no such suite; there are ${SUITES.map(({ name }) => name).join(', ')}`);
for (const { name, command, folder } of suites) {
  if (!(await isTheSame(name, command, folder()))) process.exitCode = 1;
}

async function isTheSame(name: string, command: readonly string[], folder: string): Promise<boolean> {
  console.log(`${name}: ${command.join(' ')}`);
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const without = await runPlain(command, folder);
    const under = await runUnderDoctor(command, folder);
    tell('without', without, '');
    tell('with', under, `, ${(under.seconds / without.seconds).toFixed(1)} times as long; ${under.doctor}`);
    const same = isDeepStrictEqual(under.counts, without.counts) && under.exitCode === without.exitCode;
    if (same && without.counts !== null) return true;
    for (const [kind, run] of Object.entries({ without, with: under })) {
      writeFileSync(join(LOGS, `${name.replaceAll(' ', '-')}-${kind}.txt`), run.output);
    }
    console.log(`  NOT THE SAME, attempt ${attempt} of ${TRIES}; see ${LOGS}`);
  }
  return false;
}

function tell(kind: string, { counts, exitCode, seconds }: SuiteRun, more: string): void {
  const tests = counts ? `${counts.passed} passed, ${counts.failed} failed` : 'no numbers';
  console.log(`  ${kind.padEnd(8)} ${tests}, exit code ${exitCode}, ${seconds.toFixed(1)} s${more}`);
}
