import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { listScenarios, programsOf } from '../../src/scenarios/catalogue.js';
import { applyFix } from '../apply-fix.js';
import { doctor } from './command.js';

/** Scenarios that no edit of the boundary's file alone puts right, and why. */
const BY_HAND: Readonly<Record<string, string>> = {
  'async-generator': 'who drives the generator is a matter of design',
  'async-queue': 'the consumer has to make the context active',
  batcher: 'the batch function has to be given the contexts of its keys',
  'child-process': 'the other process has to extract the context',
  'dropped-task': 'who settles the promise is a matter of design',
  'duplicate-api': 'the package has to be deduplicated',
  'job-object': 'the worker has to make the context active',
  'late-instrumentation': 'the set-up has to move to a module of its own',
  'late-sdk': 'the set-up has to move to a module of its own',
  'message-carrier': 'the consumer has to extract the context',
  'module-global-span': 'the span has to be handed from function to function by the context',
  'shared-client-span': 'each of the calls has to get a span of its own',
  'span-flood': 'what to tell of the turns of a loop is a matter of design',
  'uncorrelated-log': 'the logger is made elsewhere',
  'worker-pool': 'the other thread has to extract the context',
  'worker-thread': 'the other thread has to extract the context',
  'write-after-end': 'where the work ends is a matter of design',
};

/** What one fault hid comes to light when it is mended: a span has to end before it can end without its error. */
const ROUNDS = 3;

/** Inside the project, so that packages are found. */
const folder = mkdtempSync(join(import.meta.dirname, 'applied-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cases = listScenarios()
  .filter(({ rule }) => rule !== null)
  .flatMap((scenario) => programsOf(scenario, 'broken').map((program) => [scenario.slug, program] as const));

function judged(program: string): Report {
  return JSON.parse(doctor(['run', '--format', 'json', '--fail-on', 'never', program]).stdout) as Report;
}

describe('the fix, made in the text of the program,', () => {
  it.each(cases.filter(([slug]) => BY_HAND[slug] === undefined))('mends %s', (slug, program) => {
    const copy = join(folder, slug);
    cpSync(dirname(program), copy, { recursive: true });
    const entry = join(copy, basename(program));
    let report = judged(entry);
    for (let round = 0; round < ROUNDS && report.findings.length > 0; round++) {
      const [finding] = report.findings;
      const file = finding?.cause?.boundary?.file;
      if (!finding || !file) throw new Error('each finding should have a boundary');
      writeFileSync(file, applyFix(readFileSync(file, 'utf8'), finding));
      report = judged(entry);
    }
    expect(report.findings).toEqual([]);
    expect(report.outcome.exitCode).toBe(0);
  });

  it.each(cases.filter(([slug]) => BY_HAND[slug] !== undefined))('is half of it for %s', (_, program) => {
    const [finding] = judged(program).findings;
    expect(finding?.fix?.edits ?? []).toEqual([]);
    const calls = finding?.fix?.snippet?.match(/\b(?:context|propagation)\.(?:active|bind|inject|extract)\(/g) ?? [];
    const fixed = textsOf(dirname(program));
    expect(calls.filter((call) => !fixed.includes(call))).toEqual([]);
  });
});

/** The programs of a scenario that are right. */
function textsOf(scenario: string): string {
  return readdirSync(scenario)
    .filter((name) => /\bfixed\b/.test(name))
    .map((name) => readFileSync(join(scenario, name), 'utf8'))
    .join('\n');
}
