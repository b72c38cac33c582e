import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ByeEvent, RunEvent } from '../../src/protocol/trace-event.js';
import { RUN_LOG } from '../../src/protocol/run-log.js';
import { readRecording } from '../../src/readers/recording.js';
import { farewell, readRunLog } from '../../src/readers/run-log.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocd-run-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const RUN: RunEvent = { t: 'run', v: 1, pid: 7, thread: 0, node: '20.20.0', origin: 1_000_000 };

describe('how a process left', () => {
  it.each<[string, ByeEvent['by'], number | null, number | undefined, ByeEvent['by']]>([
    ['nobody was stopped', 'end', null, 500, 'end'],
    ['it had ended long before', 'end', 1_001_000, 500, 'end'],
    ['it had called process.exit long before', 'exit', 1_001_000, 500, 'exit'],
    ['it crashed when it was stopped', 'crash', 1_000_400, 500, 'crash'],
    ['nobody knows when', 'end', 1_000_400, undefined, 'end'],
    ['it ran to its end then', 'end', 1_000_400, 500, 'signal'],
    ['it called process.exit then', 'exit', 1_000_400, 500, 'signal'],
    ['its clock goes a little slower', 'end', 1_000_520, 500, 'signal'],
  ])('%s', (_, by, stoppedAtMs, ms, expected) => {
    const bye: ByeEvent = { t: 'bye', code: 0, by, k: 1, ...(ms === undefined ? {} : { ms }) };
    expect(farewell(bye, RUN, { stoppedAtMs, notes: [], left: [] }).by).toBe(expected);
  });
});

describe("the runner's lines", () => {
  it('are not there', () => {
    expect(readRunLog(folder)).toEqual({ stoppedAtMs: null, notes: [], left: [] });
  });

  it('come with the recording', () => {
    const bye = { t: 'bye', code: 0, by: 'end', k: 1, ms: 500 };
    writeFileSync(join(folder, 'spans-7-0.ndjson'), `${JSON.stringify(RUN)}\n${JSON.stringify(bye)}\n`);
    writeFileSync(join(folder, RUN_LOG), '{"t":"stop","atMs":1000400}\n{"t":"note","text":"left"}\n{"t":"no');
    const { model, notes, badLines } = readRecording(folder);
    expect(model.lanes[0]?.farewell?.by).toBe('signal');
    expect(notes).toEqual(['left']);
    expect(badLines).toBe(0);
  });
});
