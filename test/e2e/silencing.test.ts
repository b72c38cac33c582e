import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { doctor, jsonReport, project } from './command.js';

/** The broken pool of the scenario, with a comment of the user's put before a line, or behind it. */
function poolWith(comment: string, before: string): string {
  const text = readFileSync('scenarios/callback-pool/broken.ts', 'utf8');
  expect(text).toContain(before);
  return text.replace(before, () => `${comment}${before}`);
}

const BOUNDARY = 'pool.acquire(async (connection) => {';
const START = 'return tracer.startActiveSpan(`query';
const IGNORE = '// otel-ctx-doctor-ignore trace-mismatch';

function moduleProject(files: Record<string, string>): string {
  return project({ 'package.json': '{ "type": "module" }', ...files });
}

function run(files: Record<string, string>, options: readonly string[] = [], entry = 'app.ts') {
  const { report, ran } = jsonReport([...options, entry], moduleProject(files));
  const { findings, silenced, unusedSilencers } = report;
  return {
    code: ran.code,
    report,
    findings: findings.map(({ rule }) => rule),
    silenced: silenced.map(
      ({ finding, comment, reason }) => `${finding.rule} ${comment?.file}:${comment?.line} ${reason}`,
    ),
    unused: unusedSilencers.map(({ file, line, rule, problem }) => `${rule} ${file}:${line} ${problem}`),
  };
}

const NOT_SILENCED = { code: 1, findings: ['trace-mismatch'], silenced: [] };

describe('a finding stays', () => {
  it('where the comment is about another line, which the report says', () => {
    const app = poolWith(`${IGNORE}: the pool is about to go\n`, 'const pool = new');
    expect(run({ 'app.ts': app })).toMatchObject({ ...NOT_SILENCED, unused: ['trace-mismatch app.ts:40 unused'] });
  });

  it('where the comment is about another rule', () => {
    const app = poolWith('// otel-ctx-doctor-ignore orphan-span: a job of its own\n    ', BOUNDARY);
    expect(run({ 'app.ts': app })).toMatchObject({ ...NOT_SILENCED, unused: ['orphan-span app.ts:54 unused'] });
  });

  it('where the comment gives no reason', () => {
    const app = poolWith(`${IGNORE}\n    `, BOUNDARY);
    expect(run({ 'app.ts': app })).toMatchObject({ ...NOT_SILENCED, unused: ['trace-mismatch app.ts:54 no-reason'] });
  });
});

describe('a finding is silenced, counted, and no failure', () => {
  it.each([
    ['before the boundary', `${IGNORE}: one tenant\n    `, BOUNDARY, 54],
    ['before the start of the span', `/* otel-ctx-doctor-ignore trace-mismatch: one tenant */\n  `, START, 43],
  ])('%s', (_, comment, before, line) => {
    const ran = run({ 'app.ts': poolWith(comment, before) });
    expect(ran).toMatchObject({ code: 0, findings: [], unused: [] });
    expect(ran.silenced).toEqual([`trace-mismatch app.ts:${line} one tenant`]);
    expect(ran.report.summary).toMatchObject({ errors: 0, silenced: 1, healthy: true });
    expect(ran.report.traces.flatMap(({ spans }) => spans.flatMap(({ findings }) => findings))).toEqual([]);
  });

  it('behind the line, in CommonJS', () => {
    const app = `const { trace } = require('@opentelemetry/api');
trace.getTracer('t').startSpan('open'); // otel-ctx-doctor-ignore unended-span: it ends with the process
`;
    const ran = run({ 'app.cjs': app }, [], 'app.cjs');
    expect(ran).toMatchObject({ code: 0, findings: [], silenced: ['unended-span app.cjs:2 it ends with the process'] });
  });

  it('in another module than the entry', () => {
    const job = poolWith(`${IGNORE}: one tenant\n    `, BOUNDARY);
    const ran = run({ 'app.ts': "import './job.ts';\n", 'job.ts': job, 'other.ts': `${IGNORE}: never loaded\n` });
    expect(ran).toMatchObject({ code: 0, findings: [], silenced: ['trace-mismatch job.ts:54 one tenant'], unused: [] });
  });
});

describe('a comment is not called unused', () => {
  const right = `${IGNORE}: one tenant\n${readFileSync('scenarios/callback-pool/fixed.ts', 'utf8')}`;

  it('where its rule was switched off', () => {
    expect(run({ 'app.ts': right }, ['--rule', 'trace-mismatch=off']).unused).toEqual([]);
  });

  it('where its rule could not see all', () => {
    expect(run({ 'app.ts': right }, ['--evidence', 'light']).unused).toEqual([]);
  });

  it('unless it is, which is no failure', () => {
    expect(run({ 'app.ts': right })).toMatchObject({ code: 0, unused: ['trace-mismatch app.ts:1 unused'] });
  });
});

it('the terminal report tells how many, why, and which comments have no effect', () => {
  const app = poolWith(`${IGNORE}: one tenant\n    `, BOUNDARY);
  const folder = moduleProject({ 'app.ts': `${app}// otel-ctx-doctor-ignore orphan-span: none\n` });
  const { code, stderr } = doctor(['run', join(folder, 'app.ts')], folder);
  expect(code).toBe(0);
  expect(stderr).toContain('no findings in 9 spans, 1 silenced\n');
  expect(stderr).toContain('\nSilenced\n  • trace-mismatch at app.ts:54: one tenant\n');
  expect(stderr).toContain(
    '\nComments without effect\n  • app.ts:87: otel-ctx-doctor-ignore orphan-span silenced nothing',
  );
});
