import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { doctor } from './command.js';

const LOST = 'fixtures/files/missing-parent.otlp.jsonl';
const ODD_KIND = 'fixtures/files/kind-mismatch.otlp.json';

it.each([
  ['an error', [LOST], 1],
  ['an error that does not count', [LOST, '--fail-on', 'never'], 0],
  ['no more than infos', [ODD_KIND], 0],
  ['infos that count', [ODD_KIND, '--fail-on', 'info'], 1],
  ['a rule that is off', [LOST, '--rule', 'missing-parent=off'], 0],
  ['too few spans', [ODD_KIND, '--min-spans', '4'], 1],
  ['no file', ['nowhere.json'], 2],
  ['no trace file', ['package.json'], 2],
  ['nothing said', [], 2],
])('check exits for %s as it should', (_, args, code) => {
  const ran = doctor(['check', ...args]);
  expect(ran.code).toBe(code);
  expect(ran.stderr).not.toContain('our bug');
});

it('check reads standard input', () => {
  const { code, stdout } = doctor(['check', '-', '--quiet'], undefined, readFileSync(LOST, 'utf8'));
  expect({ code, first: stdout.split('\n')[0] }).toEqual({ code: 1, first: '1 error and 1 info in 3 spans' });
});

it('check expands globs by itself, where no shell did', () => {
  const { stdout } = doctor(['check', 'fixtures/files/*.otlp.json*', '--quiet']);
  expect(stdout).toContain('fixtures/files/kind-mismatch.otlp.json and 2 more: 1 trace');
});

it('check judges a recording together with files', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-')), 'kept');
  doctor(['run', '--keep', folder, 'scenarios/fire-and-forget/broken.ts']);
  const alone = JSON.parse(doctor(['check', folder, '--format', 'json']).stdout) as Report;
  const { stdout } = doctor(['check', folder, ODD_KIND, '--format', 'json']);
  const together = JSON.parse(stdout) as Report;
  rmSync(folder, { recursive: true });
  expect(alone.evidenceLevel).toBe('full');
  expect(together.evidenceLevel).toBe('none');
  expect(together.summary.spans).toBe(alone.summary.spans + 3);
  expect(together.findings.map(({ rule }) => rule)).toContain('kind-mismatch');
});

it('the report says what was wrong with the files', () => {
  const input = `${readFileSync(ODD_KIND, 'utf8').replaceAll('a000000000000002', 'A000000000000002')}\n{"resourceSpans":[`;
  const { code, stdout } = doctor(['check', '-'], undefined, input);
  expect(code).toBe(0);
  expect(stdout).toContain('1 part of the input could not be used: 1 document that ends in the middle (-)');
  expect(stdout).toContain('2 ids in upper case or base64, read as they were meant (first in -)');
});
