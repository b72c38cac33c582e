import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expandGlobs } from '../../../src/readers/files/expand-globs.js';

const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));
mkdirSync(join(folder, 'deep/er'), { recursive: true });
for (const name of ['b.json', 'a.json', 'a.pb', 'odd[1].json', 'deep/c.json', 'deep/er/d.json'])
  writeFileSync(join(folder, name), '');

const inside = (names: readonly string[]): string[] => names.map((name) => (name === '-' ? name : join(folder, name)));

describe('inputs stand for', () => {
  it.each([
    ['files as they were given', ['b.json', 'a.json'], ['b.json', 'a.json'], []],
    ['files once', ['a.json', 'a.json', '*.pb', 'a.pb'], ['a.json', 'a.pb'], []],
    ['standard input', ['-', 'a.json'], ['-', 'a.json'], []],
    ['what a glob finds, sorted', ['*.json'], ['a.json', 'b.json', 'odd[1].json'], []],
    [
      'what it finds at any depth',
      ['**/*.json'],
      ['a.json', 'b.json', 'deep/c.json', 'deep/er/d.json', 'odd[1].json'],
      [],
    ],
    ['what it finds in a folder', ['deep/*'], ['deep/c.json'], []],
    ['alternatives', ['{a,b}.json'], ['a.json', 'b.json'], []],
    ['a folder', ['deep'], ['deep'], []],
    ['a name that looks like a glob and is there', ['odd[1].json'], ['odd[1].json'], []],
    ['nothing, where nothing is', ['c.json', '*.txt', 'no/**'], [], ['c.json', '*.txt', 'no/**']],
  ])('%s', (_, inputs, files, unmatched) => {
    expect(expandGlobs(inside(inputs))).toEqual({ files: inside(files), unmatched: inside(unmatched) });
  });

  it('paths from here, with and without a dot', () => {
    const expected = ['src/readers/files/field.ts'];
    expect(expandGlobs(['src/readers/files/fie*.ts']).files).toEqual(expected);
    expect(expandGlobs(['./src/readers/files/fie*.ts']).files).toEqual(expected);
    expect(expandGlobs(['package.j*n']).files).toEqual(['package.json']);
  });
});
