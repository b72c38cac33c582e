import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { doctor, project } from './command.js';

const BROKEN = readFileSync('scenarios/callback-pool/broken.ts', 'utf8');
const FIXED = readFileSync('scenarios/callback-pool/fixed.ts', 'utf8');

const LINES = ['A', 'B', 'C'].flatMap((order) => [
  `GET /orders/${order}  SERVER`,
  `  query orders ${order}  CLIENT`,
  '  render order  INTERNAL',
]);

function packageWith(files: Readonly<Record<string, string>> = {}): string {
  return project({ 'package.json': '{ "type": "module" }', 'app.ts': FIXED, ...files });
}

function linesOf(folder: string): string[] {
  const lines = readFileSync(join(folder, 'shape.txt'), 'utf8').split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

const SHAPE = ['run', '--quiet', '--shape', 'shape.txt'];

it('the shape of a program is written, is readable, and is the same in the next run', () => {
  const folder = packageWith();
  expect(doctor([...SHAPE, '--update-shape', 'app.ts'], folder)).toMatchObject({ code: 0 });
  expect(linesOf(folder)).toEqual(LINES);
  const { code, stderr } = doctor([...SHAPE, 'app.ts'], folder);
  expect(code).toBe(0);
  expect(stderr).toContain('shape.txt: the traces look as they should\n');
});

it('a context that is lost makes another shape, which fails the run and is shown as a diff', () => {
  const folder = packageWith({ 'app.ts': BROKEN, 'shape.txt': LINES.join('\n') });
  const { code, stderr } = doctor([...SHAPE, '--fail-on', 'never', 'app.ts'], folder);
  expect(code).toBe(1);
  expect(stderr).toContain('shape.txt: the traces look otherwise than they should\n');
  expect(stderr).toContain(`
Shape of the traces
- as it was, + as it is (--update-shape takes it over)
  GET /orders/A  SERVER
+   query orders B  CLIENT
`);
  const { stdout } = doctor(['run', '--format', 'json', '--shape', 'shape.txt', 'app.ts'], folder);
  const { shape } = JSON.parse(stdout) as Report;
  expect(shape).toMatchObject({ file: 'shape.txt', state: 'different' });
  expect(shape?.difference).toContain('-   query orders B  CLIENT');
});

it('what was written by hand is kept while it holds, and so is the comment above', () => {
  const folder = packageWith({
    'shape.txt': '# Mine.\n\nGET /orders/A  SERVER × 1+\nGET /old  SERVER\ncron  INTERNAL or none\n',
  });
  expect(doctor([...SHAPE, '--update-shape', 'app.ts'], folder).code).toBe(0);
  const [first, ...rest] = LINES;
  expect(linesOf(folder)).toEqual([`${first} × 1+`, ...rest, 'cron  INTERNAL or none']);
  expect(readFileSync(join(folder, 'shape.txt'), 'utf8').startsWith('# Mine.\n\nGET')).toBe(true);
  expect(doctor([...SHAPE, 'app.ts'], folder).code).toBe(0);
});

it('check compares, too, and the config says with which file', () => {
  const folder = packageWith({ 'sub/keep': '', 'otel-ctx-doctor.config.json': '{ "shape": "sub/shape.txt" }' });
  doctor(['run', '--update-shape', '--keep', 'kept', 'app.ts'], folder);
  expect(doctor(['check', 'kept'], folder)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('sub/shape.txt: the traces look as'),
  });
  writeFileSync(join(folder, 'sub/shape.txt'), 'nothing  INTERNAL\n');
  expect(doctor(['check', 'kept'], folder).code).toBe(1);
  expect(doctor(['check', '--no-shape', 'kept'], folder).code).toBe(0);
});

it('baseline and shape may be written in one run', () => {
  const folder = packageWith({ 'app.ts': BROKEN });
  expect(doctor([...SHAPE, '--update-shape', '--update-baseline', 'app.ts'], folder).code).toBe(0);
  expect(doctor([...SHAPE, 'app.ts'], folder).code).toBe(0);
});

describe('a shape is not written', () => {
  it.each([
    ['after a program that failed', `${FIXED}\nprocess.exitCode = 1;`, 3, 'the program failed'],
    ['after a run without spans', 'console.log(1);', 2, 'no span was recorded'],
  ])('%s', (_, app, code, why) => {
    const folder = packageWith({ 'app.ts': app });
    const ended = doctor([...SHAPE, '--update-shape', 'app.ts'], folder);
    expect(ended).toMatchObject({ code, stderr: expect.stringContaining(`shape.txt was not written: ${why}`) });
    expect(existsSync(join(folder, 'shape.txt'))).toBe(false);
  });
});

it('a run without spans has not the shape that was wanted', () => {
  const folder = packageWith({ 'app.ts': 'console.log(1);', 'shape.txt': LINES.join('\n') });
  expect(doctor([...SHAPE, 'app.ts'], folder).code).toBe(1);
});

describe('before the program is run, a shape is refused', () => {
  const MARKED = "import { writeFileSync } from 'node:fs';\nwriteFileSync('ran', '');\n";

  it.each<[string, readonly string[], string, string]>([
    ['that is not there', ['--shape', 'no-such.txt'], '', 'There is no shape no-such.txt.'],
    ['that nobody has named', ['--update-shape'], '', 'Which file should --update-shape write?'],
    ['that is empty', ['--shape', 'shape.txt'], '# nothing\n', 'has no span in it'],
    [
      'that is something else',
      ['--shape', 'package.json', '--update-shape'],
      '',
      'Line 1 of the shape package.json is no line of a shape',
    ],
    ['that is a folder', ['--shape', '.'], '', 'The shape . cannot be read (EISDIR).'],
    ['that cannot be written', ['--shape', 'no/such.txt', '--update-shape'], '', 'cannot be written'],
  ])('%s', (_, options, text, says) => {
    const folder = packageWith({ 'app.ts': MARKED, 'shape.txt': text });
    const { code, stderr } = doctor(['run', ...options, 'app.ts'], folder);
    expect({ code, ran: existsSync(join(folder, 'ran')) }).toEqual({ code: 2, ran: false });
    expect(stderr).toContain(says);
  });
});
