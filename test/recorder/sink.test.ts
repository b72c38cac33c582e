import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { laneFiles } from '../../src/readers/lane-files.js';
import { Sink } from '../../src/recorder/sink.js';

const SEGMENT_BYTES = 1000;
const LINE = 'x'.repeat(99);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocd-sink-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function written(lines: number): string[] {
  const sink = new Sink(join(folder, 'spans-7-0'), SEGMENT_BYTES, true);
  for (let i = 0; i < lines; i++) sink.writeLine(LINE);
  sink.close();
  return laneFiles(readdirSync(folder)).flatMap(({ files }) => files);
}

describe('a recording', () => {
  it.each([
    ['that just fills a segment', 10, ['spans-7-0.ndjson']],
    ['that goes beyond', 11, ['spans-7-0.ndjson', 'spans-7-0.2.ndjson']],
    ['of three segments', 21, ['spans-7-0.ndjson', 'spans-7-0.2.ndjson', 'spans-7-0.3.ndjson']],
  ])('%s is cut where the segment is full', (_, lines, files) => {
    expect(written(lines)).toEqual(files);
  });

  it('has all lines, in order, in segments that nobody else may read', () => {
    const files = written(25).map((name) => join(folder, name));
    expect(files.map((file) => readFileSync(file, 'utf8')).join('')).toBe(`${LINE}\n`.repeat(25));
    expect(files.map((file) => statSync(file).mode & 0o777)).toEqual(files.map(() => 0o600));
  });

  it('has its tenth segment after its ninth', () => {
    expect(written(95).at(-1)).toBe('spans-7-0.10.ndjson');
  });
});
