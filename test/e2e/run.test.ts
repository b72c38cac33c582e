import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { doctor, doctorUntil, jsonReport, plain, project } from './command.js';

const SPANS = `import { trace } from '@opentelemetry/api';
const tracer = trace.getTracer('test');
tracer.startSpan('done').end();
const open = tracer.startSpan('open');
await new Promise((resolve) => setTimeout(resolve, 10));
`;

function programs(endings: Readonly<Record<string, string>>): string {
  const files: Record<string, string> = { 'package.json': '{"type":"module"}' };
  for (const [name, text] of Object.entries(endings)) files[name] = text;
  return project(files);
}

describe('every way to leave', () => {
  const folder = programs({
    'end.ts': `${SPANS}open.end();`,
    'exit.ts': `${SPANS}process.exit(7);`,
    'deep-exit.ts': `${SPANS}setTimeout(() => Promise.resolve().then(() => process.exit(0)), 1);`,
    'throw.ts': `${SPANS}throw new Error('boom');`,
    'reject.ts': `${SPANS}Promise.reject(new Error('boom')); await new Promise((r) => setTimeout(r, 5000));`,
    'on-exit.ts': `${SPANS}process.on('exit', () => { tracer.startSpan('late').end(); open.end(); });`,
    'kill.ts': `${SPANS}process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);`,
    'abort.ts': `${SPANS}process.abort();`,
  });
  it.each([
    ['end.ts', 0, 0, null, 2, 'no finding'],
    ['on-exit.ts', 0, 0, null, 3, 'no finding'],
    ['exit.ts', 1, 7, null, 2, 'error'],
    ['deep-exit.ts', 1, 0, null, 2, 'error'],
    ['throw.ts', 3, 1, null, 2, 'info'],
    ['reject.ts', 3, 1, null, 2, 'info'],
    ['kill.ts', 3, null, 'SIGKILL', 2, 'info'],
    ['abort.ts', 3, null, 'SIGABRT', 2, 'info'],
  ])('%s: exit code %i, outcome %s %s, %i spans, %s', (entry, code, exitCode, signal, spans, severity) => {
    const { report, ran } = jsonReport([entry], folder);
    expect(ran.code).toBe(code);
    expect(report.outcome).toMatchObject({ exitCode, signal });
    expect(report.summary.spans).toBe(spans);
    expect(report.findings.map((finding) => finding.severity)).toEqual(severity === 'no finding' ? [] : [severity]);
    expect(report.summary.cutOff === null).toBe(signal === null);
  });
});

describe('what the program sees and says', () => {
  const folder = programs({
    'io.ts': `process.stdin.on('data', (d) => process.stdout.write(d)); console.error('on stderr');
console.log(process.argv.slice(2), process.cwd() === import.meta.dirname, Object.keys(process.env).filter((k) => /OTEL_CTX|NODE_OPTIONS/.test(k)));`,
    'none.ts': `console.log('hello');`,
  });
  it('has its own input, arguments, folder and environment', () => {
    const args = ['io.ts', '--flag', '-x', 'a b', '--', '--help'];
    const without = plain(args, folder, 'input\n');
    const within = doctor(['run', ...args], folder, 'input\n');
    expect(within.stdout).toBe(without.stdout);
    expect(within.stderr.startsWith(without.stderr)).toBe(true);
  });
  it('leaves stdout to the JSON report', () => {
    const { report, ran } = jsonReport(['none.ts'], folder);
    expect(ran.stderr).toBe('hello\n');
    expect(report.summary.whyNoSpans).toEqual([
      'this program makes no spans: it never loaded @opentelemetry/api',
      '--instrument auto enables instrumentation packages that are installed in its tree',
    ]);
  });
});

describe('the JSON report', () => {
  it.each(['fixtures/readme/app.ts', 'fixtures/readme/fixed.ts', 'scenarios/unended-on-error/broken.ts'])(
    'of %s keeps to its schema',
    (entry) => {
      const validate = new Ajv2020({ strict: false }).compile(
        JSON.parse(readFileSync('src/report/report.schema.json', 'utf8')) as object,
      );
      expect(validate(jsonReport([entry]).report), JSON.stringify(validate.errors)).toBe(true);
    },
  );
  it('goes to a file beside the terminal report', () => {
    const folder = programs({ 'none.ts': '' });
    const file = join(folder, 'out.json');
    expect(doctor(['run', '--output', `json=${file}`, 'none.ts'], folder).stderr).toContain('0 spans recorded');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ schemaVersion: 1 });
  });
});

describe('options', () => {
  const folder = programs({
    'open.ts': SPANS,
    'none.ts': '',
    'hang.ts': `${SPANS}console.log('ready'); setInterval(() => {}, 1000);`,
  });
  it.each([
    [['open.ts'], 1],
    [['--fail-on', 'never', 'open.ts'], 0],
    [['--rule', 'unended-span=warning', 'open.ts'], 0],
    [['--rule', 'unended-span=warning', '--fail-on', 'warning', 'open.ts'], 1],
    [['--rule', 'unended-span=off', '--fail-on', 'info', 'open.ts'], 0],
    [['--min-spans', '2', '--fail-on', 'never', 'open.ts'], 0],
    [['--min-spans', '3', '--fail-on', 'never', 'open.ts'], 1],
    [['none.ts'], 0],
    [['--min-spans', '1', 'none.ts'], 1],
    [['--timeout', '1.5', 'hang.ts'], 3],
  ])('run %j exits with %i', (args, code) => {
    expect(doctor(['run', ...args], folder).code).toBe(code);
  });
  it('Ctrl-C stops the program, and is no failure', async () => {
    const result = await doctorUntil(['run', 'hang.ts'], folder, 'ready', (child) => child.kill('SIGINT'));
    expect(result.code).toBe(0);
    expect(result.stderr).toMatch(/interrupted/);
  });
});

describe('bad input gets one line and a hint', () => {
  const folder = programs({ 'app.ts': '', 'syntax.ts': 'const x: = 3;', 'lost.ts': `import './nowhere.js';` });
  it.each([
    [['run', 'nope.ts'], 2, 'There is no nope.ts.'],
    [['run', 'app.js'], 2, 'Did you mean app.ts?'],
    [
      ['run'],
      2,
      'There is nothing to run.\n  Give the file that you would run with node or tsx (run app.ts), or a command',
    ],
    [['run', '--'], 2, 'There is no command behind --.\n  Give the file'],
    [['run', ''], 2, 'The name of what is to be run is empty.\n  Give the file'],
    [['run', '--', ' '], 2, 'The name of what is to be run is empty.\n  Give the file'],
    [['run', '--keep', '', 'app.ts'], 2, "option '--keep <dir>' argument '' is invalid. The name is empty."],
    [['run', '--baseline', '', 'app.ts'], 2, "option '--baseline <file>' argument '' is invalid. The name is empty."],
    [['check', ''], 2, 'The name of a file is empty.\n  Give files'],
    [['run', '--nope', 'app.ts'], 2, "unknown option '--nope'"],
    [['run', '--format', 'pdf', 'app.ts'], 2, 'Allowed choices are terminal, html'],
    [['run', '--rule', 'nope=off', 'app.ts'], 2, 'There is no rule "nope"'],
    [['run', '--timeout', 'soon', 'app.ts'], 2, 'Not a number of seconds'],
    [['run', '--output', 'json=nowhere/at/all.json', 'app.ts'], 2, 'cannot be written'],
    [['run', 'syntax.ts'], 3, 'Unexpected "="'],
    [['run', 'lost.ts'], 3, 'ERR_MODULE_NOT_FOUND'],
    [['scenarios', 'run', 'nope'], 2, 'There is no scenario "nope"'],
    [['explain', 'nope'], 2, 'There is no rule or scenario "nope"'],
    [['nope'], 2, "unknown command 'nope'"],
  ])('%j: exit code %i, "%s"', (args, code, text) => {
    const result = doctor(args, folder);
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(text);
    expect(result.stderr).not.toMatch(/dist\/(cli|chunks)/);
  });
});
