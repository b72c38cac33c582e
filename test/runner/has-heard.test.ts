import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { heardSignalsFile } from '../../src/protocol/heard-signal.js';
import { hasHeard } from '../../src/runner/has-heard.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));
  const lines = [{ signal: 'SIGTERM', atMs: 100 }].map((one) => `${JSON.stringify(one)}\n`);
  writeFileSync(join(folder, heardSignalsFile(7)), `${lines.join('')}{"signal":"SIGHUP","at`);
  writeFileSync(join(folder, 'spans-7-0.ndjson'), '{"signal":"SIGINT","atMs":100}\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a signal', () => {
  it.each<readonly [string, boolean, readonly [signal: string, sinceMs: number, process?: number]]>([
    ['was heard', true, ['SIGTERM', 100]],
    ['was heard by this process', true, ['SIGTERM', 100, 7]],
    ['was heard, but long before', false, ['SIGTERM', 101]],
    ['was heard, but by another process', false, ['SIGTERM', 100, 8]],
    ['was not heard, another was', false, ['SIGINT', 0]],
    ['of a line that is being written is not known yet', false, ['SIGHUP', 0]],
  ])('%s', (_, expected, [signal, sinceMs, process]) => {
    expect(hasHeard(folder, signal, sinceMs, process)).toBe(expected);
  });

  it('is not heard where there is no folder', () => {
    expect(hasHeard(join(folder, 'nowhere'), 'SIGTERM', 0)).toBe(false);
  });
});
