import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { doctorAside } from './command.js';

const TIMEOUT_MS = 60_000;
const FOLDER = 'fixtures/queues';

/** Where the context is lost, and how many spans it is lost for. */
const BROKEN: readonly (readonly [file: string, line: string, spans: number])[] = [
  ['class.ts', 'queue.push(id);', 4],
  ['channel.ts', 'jobs.put(name);', 8],
  ['events-on.ts', "bus.emit('parcel', number);", 2],
  ['stream.ts', 'lines.write(text);', 2],
  ['web-stream.ts', 'await writer.write(text);', 2],
  ['functions.ts', 'const receipt = await enqueue(id);', 3],
  ['then.ts', 'inbox.put(n);', 2],
  ['ticks.ts', 'tasks.push(task);', 2],
  ['pool.ts', 'const total = await pool.submit(n);', 5],
  ['stages.ts', 'first.put(name);', 4],
  ['race.ts', 'queue.add(id);', 6],
  ['pipeline.ts', 'input.write(id);', 2],
  ['inner-span.ts', 'jobs.send(n);', 2],
  ['polled.ts', 'jobs.push({ to, finish });', 2],
  ['polled-by-timer.ts', 'jobs.push({ to, finish });', 2],
];

/** What looks into a list now and then is told by what it took there. */
const POLLED = new Set(['polled.ts', 'polled-by-timer.ts']);

async function reportOf(file: string, ...options: string[]): Promise<Report> {
  const output = join(mkdtempSync(join(tmpdir(), 'queues-')), 'report.json');
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

describe('loops that requests wake and wait for', () => {
  it.each(BROKEN)('%s', { timeout: TIMEOUT_MS }, async (name, line, spans) => {
    const file = join(FOLDER, 'broken', name);
    expect(said(await reportOf(file), file)).toEqual([
      `orphan-span (${POLLED.has(name) ? 'payload' : 'queue-wake'}) at ${line}, ${spans} times`,
    ]);
  });

  it('are all told of here', () => {
    expect(readdirSync(join(FOLDER, 'broken')).sort()).toEqual(BROKEN.map(([name]) => name).sort());
  });
});

describe.each(['full', 'light'])('loops that look like them, with %s evidence', (evidence) => {
  it.each(readdirSync(join(FOLDER, 'right')))('%s', { timeout: TIMEOUT_MS }, async (name) => {
    const file = join(FOLDER, 'right', name);
    const report = await reportOf(file, '--evidence', evidence);
    expect([said(report, file), report.outcome.exitCode]).toEqual([[], 0]);
  });
});
