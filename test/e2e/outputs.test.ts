import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/cli/options.js';
import type { Report } from '../../src/report/report.js';
import { doctor, jsonReport, project } from './command.js';
import { HAS_PYTHON, typed } from './typed.js';

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

  it.runIf(existsSync('/dev/full'))('are all written but the one that cannot be', () => {
    const to = folder();
    const outputs = [
      `--output=junit=${join(to, 'x.xml')}`,
      '--output=json=/dev/full',
      `--output=sarif=${join(to, 'y')}`,
    ];
    const { code, stderr } = doctor(['run', ...outputs, APP]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('cannot be written to /dev/full (ENOSPC)')]);
    expect(readdirSync(to).toSorted()).toEqual(['x.xml', 'y']);
  });
});

describe('before the program is run, with a hint,', () => {
  const SUPPLIES = {
    'app.ts': "import { writeFileSync } from 'node:fs';\nwriteFileSync('ran', '');\n",
    'known.json': '{ "baselineVersion": 1, "program": "app.ts", "findings": [] }',
    'traces.txt': 'request  SERVER\n',
    'sub/file': '',
  };

  it.each<[string, readonly string[], readonly string[]]>([
    ['a folder that is not there', ['--output', 'sarif=no/x.sarif'], ['no/x.sarif (ENOENT)', 'folder has to be there']],
    ['a folder', ['--output', 'html=sub'], ['report cannot be written to sub (EISDIR)', 'name a file in it']],
    ['a file as a folder', ['--output', 'json=sub/file/x'], ['sub/file/x (ENOTDIR)', 'folder is a file']],
    ['no file', ['--output', 'html='], ["'html=' is invalid", '<format>=<file>']],
    ['no format', ['--output', '=x'], ["'=x' is invalid", '<format>=<file>']],
    ['a format alone', ['--output', 'json'], ["'json' is invalid", '<format>=<file>']],
    ['an unknown format', ['--output', 'sariff=x'], ["'sariff=x' is invalid", FORMATS.join(', ')]],
    ['an unknown --format', ['--format', 'htm'], ["'htm' is invalid", FORMATS.join(', ')]],
    [
      'two reports in one file',
      ['--output', 'json=x', '--output', 'sarif=./sub/../x'],
      ['./sub/../x cannot be both the json report and the sarif report', 'a file of its own'],
    ],
    ['the program itself', ['--output', 'json=./app.ts'], ['both the program and the json report', 'of its own']],
    [
      'the baseline',
      ['--baseline', 'known.json', '--output', 'json=known.json'],
      ['both the baseline and the json report'],
    ],
    ['the shape', ['--shape', 'traces.txt', '--output', 'json=traces.txt'], ['both the shape and the json report']],
    [
      'a baseline in a folder that is not there',
      ['--update-baseline', '--baseline', 'no/x'],
      ['The baseline cannot be'],
    ],
    ['a shape that is a folder', ['--update-shape', '--shape', 'sub'], ['sub', 'EISDIR']],
  ])('%s is refused', (_, options, says) => {
    const at = project(SUPPLIES);
    const before = readFileSync(join(at, 'app.ts'), 'utf8');
    const { code, stdout, stderr } = doctor(['run', ...options, 'app.ts'], at);
    expect({ code, stdout, ran: existsSync(join(at, 'ran')) }).toEqual({ code: 2, stdout: '', ran: false });
    for (const part of says) expect(stderr).toContain(part);
    expect(stderr.trimEnd().split('\n')).toHaveLength(2);
    expect(stderr).not.toContain('our bug');
    expect(readFileSync(join(at, 'app.ts'), 'utf8')).toBe(before);
  });

  // Nobody can make anything there, though the folder is there and may be written to.
  it.runIf(existsSync('/proc/self')).each<[string, readonly string[], readonly string[]]>([
    ['a report', ['--output', 'json=/proc/x.json'], ['report cannot be written to /proc/x.json', 'name another one']],
    ['a baseline', ['--update-baseline', '--baseline', '/proc/x'], ['baseline cannot be written to /proc/x']],
    ['a shape', ['--update-shape', '--shape', '/proc/x'], ['shape cannot be written to /proc/x']],
    ['a recording', ['--keep', '/proc/x/y'], ['The recording cannot be kept in /proc/x/y: ENOENT']],
    ['a baseline that never ends', ['--update-baseline', '--baseline', '/dev/zero'], ['/dev/zero is a device']],
    ['a shape that never ends', ['--shape', '/dev/zero'], ['/dev/zero is a device']],
  ])('%s where there can be none is refused', (_, options, says) => {
    const at = project(SUPPLIES);
    const { code, stdout, stderr } = doctor(['run', ...options, 'app.ts'], at);
    expect({ code, stdout, ran: existsSync(join(at, 'ran')) }).toEqual({ code: 2, stdout: '', ran: false });
    for (const part of says) expect(stderr).toContain(part);
  });

  it.runIf(existsSync('/proc/self'))('neither a scenario nor our cache is put there, and a run does without', () => {
    expect(doctor(['scenarios', 'copy', 'latch', '/proc/x'])).toMatchObject({ code: 2, stdout: '' });
    expect(doctor(['run', 'app.ts'], project(EMPTY), '', { XDG_CACHE_HOME: '/proc' }).code).toBe(0);
  });

  it('what can be written is tried, and nothing of that is left', () => {
    const at = project(SUPPLIES);
    doctor(['run', '--output', 'json=x.json', '--output', 'sarif=/no/x', 'app.ts'], at);
    expect(existsSync(join(at, 'x.json'))).toBe(false);
  });

  it('what is no file to be overwritten may be named twice', () => {
    const to = ['--output', 'json=/dev/null', '--output', 'sarif=/dev/null'];
    expect(doctor(['run', ...to, 'app.ts'], project(SUPPLIES)).code).toBe(0);
  });

  it('check refuses the same', () => {
    const at = project({ ...SUPPLIES, 'app.ts': 'console.log(1);' });
    doctor(['run', '--keep', 'kept', 'app.ts'], at);
    expect(doctor(['check', '--output', 'json=sub', 'kept'], at)).toMatchObject({ code: 2, stdout: '' });
    expect(doctor(['check', '--output', 'json=x', 'kept'], at)).toMatchObject({ code: 0 });
  });

  it.runIf(HAS_PYTHON)('a whole page is not printed to a terminal', async () => {
    const at = project(SUPPLIES);
    const { code, output } = await typed(['run', '--format', 'html', 'app.ts'], () => {}, at);
    expect([code, existsSync(join(at, 'ran'))]).toEqual([2, false]);
    expect(output).toContain('--output html=report.html');
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
    for (const unwritable of ['/no/such/file', folder(), join(summary, 'x')]) {
      const env = { GITHUB_STEP_SUMMARY: unwritable };
      const { code, stdout, stderr } = doctor(['run', '--format', 'github', APP], undefined, '', env);
      expect([code, stdout]).toEqual([1, expect.stringContaining('::error file=')]);
      expect(stderr).toMatch(/^otel-ctx-doctor: no job summary: .*$/m);
      expect(stderr).not.toContain('our bug');
    }
  });
});

it('a run that --min-spans failed says so in the report', () => {
  const { report } = jsonReport(['--min-spans', '1', 'app.ts'], project(EMPTY)) as { report: Report };
  expect(report.verdict).toMatchObject({ exitCode: 1, reasons: [expect.stringContaining('fewer than --min-spans 1')] });
});
