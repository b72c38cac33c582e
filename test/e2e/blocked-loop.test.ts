import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { doctorAside } from './command.js';

const TIMEOUT_MS = 60_000;
const FOLDER = 'fixtures/event-loop';

/** Which line held up the others. */
const BROKEN: readonly (readonly [file: string, line: string])[] = [
  ['before-the-first-await.ts', 'const rounds = await render();'],
  ['child-process.ts', "spawnSync(process.execPath, ['-e', 'setTimeout(() => {}, 300)'], run);"],
  ['in-the-span-itself.ts', "tracer.startActiveSpan('render', (render) => {"],
  ['many-small-calls.ts', 'lines.push(row + busy(2));'],
  ['statement.ts', 'render();'],
  ['wait.ts', 'Atomics.wait(cell, 0, 0, 300);'],
];

async function reportOf(file: string, ...options: string[]): Promise<Report> {
  const output = join(mkdtempSync(join(tmpdir(), 'event-loop-')), 'report.json');
  await doctorAside(['run', '--quiet', '--output', `json=${output}`, ...options, file]);
  return JSON.parse(readFileSync(output, 'utf8')) as Report;
}

function said({ findings }: Report, file: string): string[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return findings.map(({ rule, cause }) => {
    const line = cause?.boundary ? lines[cause.boundary.line - 1]?.trim() : 'nowhere';
    return `${rule} at ${line}`;
  });
}

describe('work that holds up others', () => {
  it.each(BROKEN)('%s', { timeout: TIMEOUT_MS }, async (name, line) => {
    const file = join(FOLDER, 'broken', name);
    expect(said(await reportOf(file), file)).toEqual([`blocked-loop at ${line}`]);
  });

  it('is all told of here', () => {
    expect(readdirSync(join(FOLDER, 'broken')).sort()).toEqual(BROKEN.map(([name]) => name).sort());
  });
});

describe.each(['full', 'light'])('work that holds up nobody, with %s evidence', (evidence) => {
  it.each(readdirSync(join(FOLDER, 'right')))('%s', { timeout: TIMEOUT_MS }, async (name) => {
    const file = join(FOLDER, 'right', name);
    const report = await reportOf(file, '--evidence', evidence);
    expect([said(report, file), report.outcome.exitCode]).toEqual([[], 0]);
  });
});
