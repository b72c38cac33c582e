import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { doctorAside, plainAndDoctor } from './command.js';

const BROKEN = 'fixtures/span-use/broken.ts';
const RIGHT = 'fixtures/span-use/right.ts';
const TIMEOUT_MS = 60_000;

async function reportOf(file: string, ...options: string[]): Promise<Report> {
  const { stdout } = await doctorAside(['run', '--format', 'json', ...options, file]);
  return JSON.parse(stdout) as Report;
}

function said({ findings }: Report): string[] {
  return findings.map(({ rule, cause }) => `${rule} ${cause?.boundary?.line}`).sort();
}

/** `unrecorded-error 17` for a line behind one that is the rule's name. */
function expected(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      const rule = /^\s*\/\/ ([a-z]+(?:-[a-z]+)+)$/.exec(line)?.[1];
      return rule === undefined ? [] : [`${rule} ${index + 2}`];
    })
    .sort();
}

describe.concurrent('what programs do with their spans', () => {
  it.each(['full', 'light', 'off'])(
    'is told at the lines that are at fault: %s',
    { timeout: TIMEOUT_MS },
    async (level) => {
      expect(said(await reportOf(BROKEN, '--evidence', level))).toEqual(expected(BROKEN));
    },
  );

  it.each(['full', 'off'])('is left alone where it is right: %s', { timeout: TIMEOUT_MS }, async (level) => {
    expect(said(await reportOf(RIGHT, '--evidence', level))).toEqual([]);
  });

  it.each([BROKEN, RIGHT])('comes out as without us: %s', { timeout: TIMEOUT_MS }, async (file) => {
    const [plain, doctor] = await plainAndDoctor([file], ['--quiet', '--fail-on', 'never']);
    expect(doctor.stdout).toBe(plain.stdout);
    expect(doctor.code).toBe(plain.code);
  });

  it('names an error, and nothing that it says', async () => {
    const report = await reportOf(BROKEN);
    const text = JSON.stringify(report.findings.map(({ message, cause }) => [message, cause?.evidence]));
    expect(text).toContain('failed with a TypeError');
    expect(text).not.toContain('no such order');
    expect(text).not.toContain('a text');
  });
});
