import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RecordingCounter } from '../../src/runner/recording-counter.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocd-counter-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function add(file: string, text: string): void {
  appendFileSync(join(folder, file), text);
}

function start(q: number, trace: string | null): string {
  const parent = trace === null ? { p: 1 } : { tr: trace };
  return `${JSON.stringify({ t: 's', q, k: 1, ms: 1, id: `${q}`, ...parent, n: 'é {"t":"s"' })}\n`;
}

const END = '{"t":"e","q":1,"k":1,"ms":1}\n';

it('counts spans and traces of files that grow', () => {
  const counter = new RecordingCounter(folder);
  expect(counter.count()).toEqual({ spans: 0, traces: 0 });
  add('spans-1-0.ndjson', `{"t":"run"}\n${start(1, 'a')}${start(2, null)}${END}`);
  expect(counter.count()).toEqual({ spans: 2, traces: 1 });
  expect(counter.count()).toEqual({ spans: 2, traces: 1 });
  // Another process, in the same trace and in one of its own; and what is no recording.
  add('spans-2-0.ndjson', start(1, 'a') + start(2, 'b'));
  add('sites-2-0.ndjson', start(1, 'c'));
  expect(counter.count()).toEqual({ spans: 4, traces: 2 });
});

it('counts a line when it is whole', () => {
  const counter = new RecordingCounter(folder);
  const line = start(1, 'a');
  add('spans-1-0.ndjson', line.slice(0, 30));
  expect(counter.count()).toEqual({ spans: 0, traces: 0 });
  add('spans-1-0.ndjson', line.slice(30));
  expect(counter.count()).toEqual({ spans: 1, traces: 1 });
});

it('keeps up with more than it reads at a time', () => {
  const counter = new RecordingCounter(folder);
  add('spans-1-0.ndjson', start(1, 'a').repeat(150_000));
  const first = counter.count().spans;
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(150_000);
  for (let before = 0, now = first; now > before; ) [before, now] = [now, counter.count().spans];
  expect(counter.count()).toEqual({ spans: 150_000, traces: 1 });
});

it('gets over a line that is no span, and longer than it reads', () => {
  const counter = new RecordingCounter(folder);
  add('spans-1-0.ndjson', `{"t":"note","text":"${'x'.repeat(3 << 20)}"}\n${start(1, 'a')}`);
  expect(counter.count()).toEqual({ spans: 1, traces: 1 });
});

it('keeps what it knows of files that are gone', () => {
  const counter = new RecordingCounter(folder);
  add('spans-1-0.ndjson', start(1, 'a'));
  counter.count();
  rmSync(folder, { recursive: true });
  expect(counter.count()).toEqual({ spans: 1, traces: 1 });
});
