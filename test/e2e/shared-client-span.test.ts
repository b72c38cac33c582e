import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { doctorAside } from './command.js';

const TIMEOUT_MS = 60_000;
const FOLDER = 'fixtures/client-calls';

/** Where the span starts. */
const BROKEN: readonly (readonly [file: string, line: string])[] = [
  ['activated.ts', "const span = tracer.startSpan('backends', { kind: SpanKind.CLIENT });"],
  ['activated-in-each.ts', "const span = tracer.startSpan('GET prices', { kind: SpanKind.CLIENT });"],
  ['active.ts', "await tracer.startActiveSpan('GET prices', { kind: SpanKind.CLIENT }, async (span) => {"],
  ['after-a-token.ts', "return tracer.startActiveSpan('CRM', { kind: SpanKind.CLIENT }, async (span) => {"],
  ['callbacks.ts', "const span = tracer.startSpan('read all', { kind: SpanKind.CLIENT });"],
  ['not-active.ts', "const span = tracer.startSpan('GET prices', { kind: SpanKind.CLIENT });"],
];

async function reportOf(file: string, ...options: string[]): Promise<Report> {
  const output = join(mkdtempSync(join(tmpdir(), 'client-calls-')), 'report.json');
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

describe('one client span for many calls', () => {
  it.each(BROKEN)('%s', { timeout: TIMEOUT_MS }, async (name, line) => {
    const file = join(FOLDER, 'broken', name);
    expect(said(await reportOf(file), file)).toEqual([`shared-client-span at ${line}`]);
  });

  it('is all told of here', () => {
    expect(readdirSync(join(FOLDER, 'broken')).sort()).toEqual(BROKEN.map(([name]) => name).sort());
  });
});

describe.each(['full', 'light'])('a client span for one call, with %s evidence', (evidence) => {
  it.each(readdirSync(join(FOLDER, 'right')))('%s', { timeout: TIMEOUT_MS }, async (name) => {
    const file = join(FOLDER, 'right', name);
    const report = await reportOf(file, '--evidence', evidence);
    expect([said(report, file), report.outcome.exitCode]).toEqual([[], 0]);
  });
});
