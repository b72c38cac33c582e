import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { doctorAside } from './command.js';

const FOLDER = 'fixtures/variables';

/** Where the variable is set, and how many spans go to another one's. */
const BROKEN: readonly (readonly [file: string, rule: string, line: string, spans: number])[] = [
  ['branches.ts', 'wrong-parent', 'current = span;', 1],
  ['commonjs.cts', 'trace-mismatch', 'current = context.active();', 1],
  ['context.ts', 'trace-mismatch', 'requestContext = trace.setSpan(ROOT_CONTEXT, span);', 1],
  ['field.ts', 'trace-mismatch', 'this.current = span;', 2],
  ['global.ts', 'trace-mismatch', 'store.currentSpan = span;', 1],
  ['made-active.ts', 'trace-mismatch', 'current = span;', 2],
  ['property.ts', 'trace-mismatch', 'state.span = span;', 2],
  ['server.ts', 'trace-mismatch', 'current = span;', 1],
  ['of-another-module.ts', 'trace-mismatch', 'session.span = span;', 1],
  ['setter.ts', 'trace-mismatch', 'active = span;', 1],
  ['static.ts', 'trace-mismatch', 'Page.context = trace.setSpan(ROOT_CONTEXT, span);', 1],
];

async function reportOf(file: string, ...options: string[]): Promise<Report> {
  const output = join(mkdtempSync(join(tmpdir(), 'variables-')), 'report.json');
  await doctorAside(['run', '--quiet', '--output', `json=${output}`, ...options, file]);
  return JSON.parse(readFileSync(output, 'utf8')) as Report;
}

function said({ findings }: Report, file: string): string[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return findings.map(({ rule, cause, occurrences }) => {
    const line = cause?.boundary ? lines[cause.boundary.line - 1]?.trim() : 'nowhere';
    return `${rule} (${cause?.mechanism}) at ${line}, ${occurrences} times`;
  });
}

describe.each(['full', 'light'])('variables that requests share, with %s evidence', (evidence) => {
  it.each(readdirSync(join(FOLDER, 'right')))('and are right: %s', async (name) => {
    const file = join(FOLDER, 'right', name);
    const report = await reportOf(file, '--evidence', evidence);
    expect([said(report, file), report.outcome.exitCode]).toEqual([[], 0]);
  });

  it.each(BROKEN)('and are not: %s', async (name, rule, line, spans) => {
    const file = join(FOLDER, 'broken', name);
    const report = await reportOf(file, '--evidence', evidence);
    expect(said(report, file)).toEqual([`${rule} (shared-variable) at ${line}, ${spans} times`]);
  });
});

it('all of them are told of here', () => {
  expect(readdirSync(join(FOLDER, 'broken')).sort()).toEqual(BROKEN.map(([name]) => name).sort());
});
