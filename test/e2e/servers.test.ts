import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { doctor, doctorUntil, project, type Ran } from './command.js';

const FOLDER = project({
  'package.json': '{"type":"module"}',
  'server.mjs': `import http from 'node:http';
import { SpanKind, trace } from '@opentelemetry/api';
const tracer = trace.getTracer('test');
const [port, ...how] = process.argv.slice(2);
if (how.includes('drains')) process.once('SIGTERM', () => server.close());
if (how.includes('exits')) process.on('SIGTERM', () => process.exit(7));
if (how.includes('deaf')) process.on('SIGTERM', () => console.log('deaf'));
if (how.includes('open')) tracer.startSpan('open');
const server = http.createServer((request, response) => {
  if (request.url === '/crash') throw new Error('boom');
  if (request.url === '/leave') process.exit(0);
  tracer.startActiveSpan(request.method + ' ' + request.url, { kind: SpanKind.SERVER }, (span) => {
    response.end('hello', () => span.end());
  });
});
server.listen(Number(port), '127.0.0.1', () => console.log('listening on ' + server.address().port));
`,
  'client.mjs': `for (const url of process.argv.slice(2)) console.log('got', (await fetch(url, { headers: { connection: 'close' } })).status);`,
  'silent.mjs': 'setInterval(() => {}, 1000);',
  'ends.mjs': `console.log('that was it');`,
  'lost.mjs': `import { trace } from '@opentelemetry/api';
const tracer = trace.getTracer('test');
tracer.startSpan('forgotten');
`,
  'output.mjs': `const line = 'x'.repeat(9999) + '\\n';
for (let i = 0; i < 60; i++) { process.stdout.write(line); process.stderr.write('y\\n'); }
process.stdout.write(Buffer.from([0, 255, 27, 128, 13, 10]));
console.log(process.stdout.isTTY, process.stdin.isTTY);
`,
});

/** One that nobody listens at. */
function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}

const validate = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync('src/report/report.schema.json', 'utf8')) as object,
);

const NODE = `"${process.execPath}"`;

function drive(...urls: readonly string[]): string {
  return `${NODE} client.mjs ${urls.join(' ')}`;
}

let runs = 0;

interface Judged extends Ran {
  readonly report: Report;
}

function run(args: readonly string[]): Judged {
  const file = join(FOLDER, `report-${runs++}.json`);
  const ran = doctor(['run', '--quiet', '--output', `json=${file}`, ...args], FOLDER);
  return { ...ran, report: JSON.parse(readFileSync(file, 'utf8')) as Report };
}

describe('a server is driven, and stopped', () => {
  it.each(['port', 'url', 'output'])('when it is ready by its %s', async (by) => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const ready = { port: `127.0.0.1:${port}`, url: `${url}/health`, output: 'listening on \\d+' }[by] ?? '';
    const { code, stdout, stderr, report } = run([
      '--ready',
      ready,
      '--drive',
      drive(`${url}/a`, `${url}/b`),
      'server.mjs',
      `${port}`,
    ]);
    expect(stderr).toContain('was stopped behind the drive command');
    expect(stdout).toBe(`listening on ${port}\ngot 200\ngot 200\n`);
    expect(code).toBe(0);
    expect(report.outcome).toMatchObject({ stoppedBy: 'drive', ready: true, drive: { exitCode: 0, signal: null } });
    const names = report.traces.flatMap((trace) => trace.spans.map(({ name }) => name));
    expect(names).toEqual(by === 'url' ? ['GET /health', 'GET /a', 'GET /b'] : ['GET /a', 'GET /b']);
    expect(report.findings).toEqual([]);
    expect(report.summary.cutOff).toBeNull();
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    ['by the signal', [], null, 'SIGTERM'],
    ['by a listener that lets it run to its end', ['drains'], 0, null],
    ['by a listener that leaves with a code of its own', ['exits'], 7, null],
    ['by force', ['deaf'], null, 'SIGKILL'],
  ])('%s, with what was open told as that', (_, how, exitCode, signal) => {
    const { code, report } = run([
      '--ready',
      'listening',
      '--drive',
      'true',
      '--grace',
      '0.5',
      'server.mjs',
      '0',
      'open',
      ...how,
    ]);
    expect(code).toBe(0);
    expect(report.outcome).toMatchObject({ exitCode, signal, stoppedBy: 'drive' });
    expect(report.findings.map(({ rule, severity, message }) => [rule, severity, message])).toEqual([
      ['unended-span', 'info', '"open" was still open when the program was stopped.'],
    ]);
  });

  it('and its stdout, and that of the command, leave ours to a report', () => {
    const { code, stdout, stderr } = doctor(
      ['run', '--format', 'json', '--ready', 'listening', '--drive', 'echo driving', 'server.mjs', '0'],
      FOLDER,
    );
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as Report).outcome.stoppedBy).toBe('drive');
    expect(stderr).toMatch(/^listening on \d+\ndriving\n$/);
  });
});

describe('what does not go as planned', () => {
  it.each<[string, string[], number, string, Partial<Report['outcome']>]>([
    [
      'a command that fails',
      ['--ready', 'listening', '--drive', 'echo said; exit 4', 'server.mjs', '0'],
      3,
      'was stopped: the drive command failed (exit code 4)',
      { stoppedBy: 'drive', drive: { exitCode: 4, signal: null } },
    ],
    [
      'a command that there is not',
      ['--ready', 'listening', '--drive', 'no-such-command', 'server.mjs', '0'],
      3,
      'the drive command failed (exit code 127)',
      { stoppedBy: 'drive' },
    ],
    [
      'a program that is never ready',
      ['--ready', 'listening', '--ready-timeout', '0.5', 'silent.mjs'],
      3,
      'silent.mjs was never ready',
      { stoppedBy: 'ready-timeout', ready: false, drive: null, timedOut: false },
    ],
    [
      'a program that ends before it is ready',
      ['--ready', 'listening', '--drive', 'echo driving', 'ends.mjs'],
      3,
      'ends.mjs ended before it was ready: exit code 0',
      { stoppedBy: null, ready: false, exitCode: 0, drive: null },
    ],
    [
      'a time limit before it is ready',
      ['--ready', 'listening', '--timeout', '0.5', 'silent.mjs'],
      3,
      'did not end: stopped at the time limit',
      { stoppedBy: 'timeout', timedOut: true, ready: false },
    ],
    [
      'findings go first',
      ['--ready', 'listening', 'lost.mjs'],
      1,
      'ended before it was ready',
      { ready: false, exitCode: 0 },
    ],
  ])('%s', (_, args, code, says, outcome) => {
    const ran = run(args);
    expect(ran.stderr.replace(/\n +/g, ' ')).toContain(says);
    expect(ran.code).toBe(code);
    expect(ran.report.outcome).toMatchObject(outcome);
  });

  it('a program that crashes while it is driven, which ends the command', async () => {
    const port = await freePort();
    const command = `${drive(`http://127.0.0.1:${port}/crash`)}; ${NODE} silent.mjs`;
    const { code, stderr, report } = run(['--ready', `127.0.0.1:${port}`, '--drive', command, 'server.mjs', `${port}`]);
    expect(stderr).toContain('Error: boom');
    expect(stderr).toContain('server.mjs ended while it was driven: exit code 1');
    expect(code).toBe(3);
    expect(report.outcome).toMatchObject({
      exitCode: 1,
      stoppedBy: null,
      drive: { exitCode: null, signal: 'SIGTERM' },
    });
  });

  it('a program that the command tells to end does no wrong', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/leave`;
    const command = `${drive(url)} || echo gone`;
    const { code, stdout, report } = run(['--ready', `127.0.0.1:${port}`, '--drive', command, 'server.mjs', `${port}`]);
    expect(stdout).toContain('gone');
    expect(code).toBe(0);
    expect(report.outcome).toMatchObject({ exitCode: 0, stoppedBy: null, drive: { exitCode: 0 } });
  });

  it('is said beside a report for machines', () => {
    const { stdout, stderr } = doctor(['run', '--format', 'json', '--ready', 'listening', 'ends.mjs'], FOLDER);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: { ready: false } });
    expect(stderr).toMatch(
      /^that was it\notel-ctx-doctor: ends\.mjs ended before it was ready: exit code 0 after .*\n$/,
    );
  });

  it('somebody else at the port', async () => {
    const other = createServer();
    const port = await new Promise<number>((done) => {
      other.listen(0, '127.0.0.1', () => done((other.address() as AddressInfo).port));
    });
    const ran = await doctorUntil(['run', '--ready', `127.0.0.1:${port}`, 'silent.mjs'], FOLDER, 'never', () => {});
    other.close();
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(`Something answers at port ${port} of 127.0.0.1 already`);
  });
});

describe('--duration', () => {
  it('stops the program, which is no failure', () => {
    const { code, stderr, report } = run(['--duration', '0.5', 'silent.mjs']);
    expect(stderr).toContain('silent.mjs was stopped as asked');
    expect(code).toBe(0);
    expect(report.outcome).toMatchObject({ stoppedBy: 'duration', timedOut: false, ready: null });
  });

  it('stops the command with it', () => {
    const args = ['--ready', 'listening', '--duration', '0.5', '--drive', `${NODE} silent.mjs`, 'server.mjs', '0'];
    const { code, report } = run(args);
    expect(code).toBe(0);
    expect(report.outcome).toMatchObject({ stoppedBy: 'duration', ready: true, drive: { signal: 'SIGTERM' } });
  });

  it('begins when the program is ready', () => {
    const { report } = run(['--ready', 'listening', '--ready-timeout', '0.5', '--duration', '0.1', 'silent.mjs']);
    expect(report.outcome.stoppedBy).toBe('ready-timeout');
  });

  it('is beaten by a time limit that comes first', () => {
    const { code, report } = run(['--duration', '60', '--timeout', '0.5', 'silent.mjs']);
    expect(code).toBe(3);
    expect(report.outcome).toMatchObject({ stoppedBy: 'timeout', timedOut: true });
  });

  it('does nothing to a program that ends before', () => {
    const { code, report } = run(['--duration', '1e9', '--timeout', '1e9', 'ends.mjs']);
    expect(code).toBe(0);
    expect(report.outcome.stoppedBy).toBeNull();
  });
});

describe('output that is read for a pattern', () => {
  it('is the same as without us, byte for byte', () => {
    const plain = doctor(['run', '--quiet', 'output.mjs'], FOLDER, 'input');
    const passed = doctor(['run', '--quiet', '--ready', '^undefined undefined$', 'output.mjs'], FOLDER, 'input');
    expect(passed.code).toBe(0);
    expect(passed.stdout).toBe(plain.stdout);
    expect(passed.stderr.split('\n\n')[0]).toBe(plain.stderr.split('\n\n')[0]);
  });
});

describe('options that make no sense get a hint', () => {
  it.each([
    [['--drive', 'true', 'ends.mjs'], '--drive needs --ready'],
    [['--ready', '(', 'ends.mjs'], 'Invalid regular expression'],
    [['--ready', '99999', 'ends.mjs'], '99999 is no port'],
    [['--ready', '', 'ends.mjs'], 'An empty pattern matches everything'],
    [['--grace', 'soon', 'ends.mjs'], 'Not a number of seconds'],
    [['--duration', '0', 'ends.mjs'], 'Not a number of seconds'],
    [['--node-arg=--inspect', '--', 'node', 'ends.mjs'], '--node-arg is for a file'],
  ])('%j: %s', (args, text) => {
    const { code, stdout, stderr } = doctor(['run', ...args], FOLDER);
    expect(code).toBe(2);
    expect(stderr).toContain(text);
    expect(stdout).toBe('');
  });
});
