import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { doctorAside } from './command.js';

const FOLDER = 'fixtures/activation';

/** The line that starts the span which is not made active, and how many spans are lost by that. */
const BROKEN: readonly (readonly [file: string, line: string, spans: number])[] = [
  ['chosen-root.ts', "const span = tracer.startSpan('job', {}, ROOT_CONTEXT);", 1],
  ['extracted.ts', "const span = tracer.startSpan('process order', { kind: SpanKind.CONSUMER }, parent);", 2],
  ['in-the-handler.ts', 'const span = tracer.startSpan(', 1],
];

async function said(file: string): Promise<unknown[]> {
  const output = join(mkdtempSync(join(tmpdir(), 'activation-')), 'report.json');
  await doctorAside(['run', '--quiet', '--output', `json=${output}`, file]);
  const { findings } = JSON.parse(readFileSync(output, 'utf8')) as Report;
  const lines = readFileSync(file, 'utf8').split('\n');
  return findings.map(({ rule, cause, occurrences }) => {
    const line = cause?.boundary ? lines[cause.boundary.line - 1]?.trim() : 'nowhere';
    return [`${rule} (${cause?.mechanism})`, line, occurrences];
  });
}

describe('spans with a parent that was chosen where nothing was active', () => {
  it.each(BROKEN)('and that are not made active: %s', async (name, line, spans) => {
    expect(await said(join(FOLDER, 'broken', name))).toEqual([['orphan-span (inactive-span)', line, spans]]);
  });

  it.each(readdirSync(join(FOLDER, 'right')))('and are right: %s', async (name) => {
    expect(await said(join(FOLDER, 'right', name))).toEqual([]);
  });
});
