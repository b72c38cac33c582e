import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/cli/options.js';
import type { Report } from '../../src/report/report.js';
import { doctor, jsonReport, project } from './command.js';

const APP = 'scenarios/mutex/broken.ts';
const EMPTY = { 'app.ts': 'console.log(1);\n' };

const folder = (): string => mkdtempSync(join(tmpdir(), 'outputs-'));

describe('several outputs of one run', () => {
  it('are written side by side, each in its format', () => {
    const to = folder();
    const { code } = doctor([
      'run',
      ...FORMATS.flatMap((format) => ['--output', `${format}=${join(to, format)}`]),
      APP,
    ]);
    expect(code).toBe(1);
    const text = (format: string): string => readFileSync(join(to, format), 'utf8');
    expect(JSON.parse(text('sarif')).version).toBe('2.1.0');
    expect(JSON.parse(text('json')).verdict).toEqual({
      exitCode: 1,
      reasons: ['1 finding at or above --fail-on error'],
      warnings: [],
      failOn: 'error',
      minSpans: 0,
    });
    expect(JSON.parse(text('gitlab'))).toHaveLength(1);
    expect(text('junit')).toContain('failures="1"');
    expect(text('github')).toContain(`::error file=${APP},line=46,`);
    expect(text('markdown')).toContain('1 finding');
    expect(text('terminal')).toContain('error[trace-mismatch]');
  });

  it('are tried before the program is run', () => {
    const { code, stdout, stderr } = doctor(
      ['run', '--output', 'sarif=/no/such/folder/x.sarif', 'app.ts'],
      project(EMPTY),
    );
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('/no/such/folder/x.sarif');
  });

  it('have formats that there are', () => {
    const { code, stdout, stderr } = doctor(['run', '--output', 'sariff=x', 'app.ts'], project(EMPTY));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('sarif, junit, github');
  });
});

describe('--format github', () => {
  it('adds to the job summary, and leaves what steps before have written', () => {
    const summary = join(folder(), 'summary.md');
    writeFileSync(summary, 'before\n');
    const { stdout } = doctor(['run', '--format', 'github', APP], undefined, '', { GITHUB_STEP_SUMMARY: summary });
    expect(stdout).toContain('::error file=');
    expect(readFileSync(summary, 'utf8')).toMatch(/^before\n## ❌ Trace context: 1 finding/);
  });

  it('writes none for other formats, and does without one that cannot be written', () => {
    const summary = join(folder(), 'summary.md');
    writeFileSync(summary, '');
    doctor(['run', '--format', 'junit', APP], undefined, '', { GITHUB_STEP_SUMMARY: summary });
    expect(readFileSync(summary, 'utf8')).toBe('');
    const { code, stderr } = doctor(['run', '--format', 'github', APP], undefined, '', {
      GITHUB_STEP_SUMMARY: '/no/such/file',
    });
    expect([code, stderr]).toEqual([1, expect.stringContaining('no job summary')]);
  });
});

it('a run that --min-spans failed says so in the report', () => {
  const { report } = jsonReport(['--min-spans', '1', 'app.ts'], project(EMPTY)) as { report: Report };
  expect(report.verdict).toMatchObject({ exitCode: 1, reasons: [expect.stringContaining('fewer than --min-spans 1')] });
});
