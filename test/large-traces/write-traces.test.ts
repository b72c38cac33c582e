import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { judgeFiles } from '../../src/runner/judge-files.js';
import { foundFaults } from './found-faults.js';
import { plantedTraces } from './planted-traces.js';
import { writeTraces } from './write-traces.js';

const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

it.each(['json', 'protobuf'] as const)(
  'what is planted in a file of %s is found there, and nothing else',
  async (format) => {
    const file = join(folder, `traces.${format}`);
    const planted = writeTraces(file, { spans: 9_000, format });
    const { report } = await judgeFiles([file], { severities: new Map() });
    const { spans, traces, roots } = report.summary;
    expect({ spans, traces, roots, faults: foundFaults(report) }).toEqual({
      spans: planted.spans,
      traces: planted.traces,
      roots: planted.roots,
      faults: planted.faults,
    });
  },
);

it('a seed stands for its spans', () => {
  const names = (seed: number): string => JSON.stringify([...plantedTraces(100, seed).traces]);
  expect(names(7)).toBe(names(7));
  expect(names(7)).not.toBe(names(8));
});
