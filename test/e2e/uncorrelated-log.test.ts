import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { doctorAside, plainAndDoctor } from './command.js';

const FOLDER = 'fixtures/logs';

/** The line that logs without an id. */
const BROKEN: readonly (readonly [file: string, line: string])[] = [
  ['by-hand.ts', 'const log = (fields: object): boolean =>'],
  ['level-trace.ts', "inSpan('a', () => log.trace('in a'));"],
  ['one-of-two.ts', "inSpan('b', () => audit.info('in b'));"],
  ['pino.ts', "inSpan('a', () => log.info('in a'));"],
  ['winston.ts', "inSpan('a', () => log.info('in a'));"],
];

async function reportOf(file: string, ...options: string[]): Promise<Report> {
  const output = join(mkdtempSync(join(tmpdir(), 'logs-')), 'report.json');
  await doctorAside(['run', '--quiet', '--output', `json=${output}`, ...options, file]);
  return JSON.parse(readFileSync(output, 'utf8')) as Report;
}

function said({ findings }: Report, file: string): string[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return findings.map(({ rule, severity, cause }) => {
    const line = cause?.boundary ? lines[cause.boundary.line - 1]?.trim() : 'nowhere';
    return `${severity} ${rule} at ${line}`;
  });
}

describe('log lines in spans', () => {
  it.each(readdirSync(join(FOLDER, 'right')))('that are right: %s', async (name) => {
    const file = join(FOLDER, 'right', name);
    const report = await reportOf(file);
    expect([said(report, file), report.outcome.exitCode]).toEqual([[], 0]);
  });

  it.each(BROKEN)('that say nothing of their trace: %s', async (name, line) => {
    const file = join(FOLDER, 'broken', name);
    const [only, ...others] = said(await reportOf(file), file);
    expect(only).toContain(`info uncorrelated-log at ${line}`);
    expect(others).toEqual([]);
  });

  it('by console count for those who ask for it', async () => {
    const file = join(FOLDER, 'right', 'console.ts');
    expect(said(await reportOf(file, '--rule', 'uncorrelated-log.console=1'), file)).toEqual([
      "info uncorrelated-log at inSpan('a', () => console.log('half done'));",
    ]);
  });

  it('are printed as without us', async () => {
    const [plain, doctor] = await plainAndDoctor([join(FOLDER, 'broken', 'winston.ts')], ['--fail-on', 'never']);
    expect([doctor.stdout, doctor.code]).toEqual([plain.stdout, plain.code]);
  });

  it('are all told of here', () => {
    expect(readdirSync(join(FOLDER, 'broken')).sort()).toEqual(BROKEN.map(([name]) => name).sort());
  });
});
