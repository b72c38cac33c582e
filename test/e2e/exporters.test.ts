import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { EXPECTED, EXPORTED, WAYS } from '../exporters/expected.js';
import { foundIn } from '../exporters/found-in.js';
import { doctorAside, plainAndDoctor } from './command.js';

// With the SDK that the project has. `npm run exporters` does the same with others, over the network, and with all cases.
const PROGRAM = resolve('test/exporters/program.cjs');
const CASES = resolve('test/exporters/cases.cjs');

const SOME = [
  'flushed',
  'sieve-inside',
  'flight-recorder',
  'killed',
  'end',
  'on-the-way',
  'by-signal',
  'overflow-and-exit',
];

describe.concurrent('the app’s exporters', () => {
  it.each(WAYS)('get the same spans as without us: %s', async (way) => {
    const [plain, doctor] = await plainAndDoctor([PROGRAM, way], ['--quiet', '--fail-on', 'never']);
    expect(plain.stdout).toMatch(EXPORTED);
    expect(doctor.stdout).toBe(plain.stdout);
    expect(doctor.code).toBe(plain.code);
  });

  it.each(WAYS.filter((way) => way !== 'memory'))('get nothing with --no-export: %s', async (way) => {
    const { stdout, stderr, code } = await doctorAside(['run', '--no-export', '--fail-on', 'never', PROGRAM, way]);
    expect(stdout).not.toMatch(EXPORTED);
    expect(code).toBe(0);
    const count = way === 'sieve' ? '2 exporters' : '1 exporter';
    expect(stderr.replace(/\s+/g, ' ')).toContain(`--no-export: ${count} of the app's sent nothing (`);
  });

  it('keep with --no-export what the program itself looks at', async () => {
    const [plain, doctor] = await plainAndDoctor([PROGRAM, 'memory'], ['--no-export', '--quiet']);
    expect(doctor.stdout).toBe(plain.stdout);
  });

  it.each(SOME)('left with spans of theirs, or not: %s', async (name) => {
    const { stdout } = await doctorAside(['run', '--format', 'json', CASES, name]);
    expect(foundIn(stdout)).toEqual(EXPECTED[name]);
  });

  it('that could not export, and spans that came too late, stand in the set-up', async () => {
    const setup = async (name: string): Promise<readonly string[]> =>
      (JSON.parse((await doctorAside(['run', '--format', 'json', CASES, name])).stdout) as Report).setup;
    expect(await setup('refused')).toContain('Object could not export 3 spans: refused');
    expect(await setup('shut-down')).toContain(
      '2 spans ended after BatchSpanProcessor had been shut down, too late to be exported',
    );
  });
});
