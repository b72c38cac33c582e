import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { doctor, doctorUntil, project, type Ran } from './command.js';

const BROKEN = 'scenarios/callback-pool/broken.ts';

function emptyPlace(): string {
  return join(mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-')), 'recording');
}

function textOf(folder: string): string {
  return readdirSync(folder)
    .map((name) => `${name}\n${readFileSync(join(folder, name), 'utf8')}`)
    .join('\n');
}

describe('a recording that is kept', () => {
  const folder = emptyPlace();
  const json = `${folder}.json`;
  let ran: Ran;
  beforeAll(() => {
    ran = doctor(['run', '--keep', folder, '--output', `json=${json}`, BROKEN]);
  });

  it('is nobody else’s to read, and holds no code of ours', () => {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const names = readdirSync(folder);
    expect(names.map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual(names.map(() => 0o600));
    expect(names.filter((name) => !/\.(ndjson|json)$/.test(name))).toEqual([]);
  });

  it('gives the same report again, byte for byte, and the same exit code', () => {
    const checked = doctor(['check', folder, '--format', 'json']);
    expect(checked.stdout).toBe(readFileSync(json, 'utf8'));
    expect(checked).toMatchObject({ code: ran.code, stderr: '' });
  });

  it('gives it from another folder, too', () => {
    const elsewhere = doctor(['check', folder, '--format', 'json'], tmpdir());
    expect(elsewhere.stdout).toBe(readFileSync(json, 'utf8'));
  });

  it('gives the report for people on stdout', () => {
    const checked = doctor(['check', folder]);
    expect(ran.stderr).toBe(`\n${checked.stdout}`);
  });

  it.each([
    ['--fail-on never', ['--fail-on', 'never'], 0],
    ['a rule that is off', ['--rule', 'trace-mismatch=off'], 0],
    ['a rule that is only a warning', ['--rule', 'trace-mismatch=warning'], 0],
    ['more spans wanted than there are', ['--fail-on', 'never', '--min-spans', '100'], 1],
    ['findings', ['--quiet'], 1],
  ])('is judged as asked: %s', (_, options, code) => {
    expect(doctor(['check', folder, ...options]).code).toBe(code);
  });

  it('is written to a file as well', () => {
    const file = `${folder}.again.json`;
    doctor(['check', folder, '--output', `json=${file}`]);
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(json, 'utf8'));
  });
});

describe('the program’s failure', () => {
  it('counts in a later judgement as in the run', () => {
    const folder = emptyPlace();
    const cwd = project({ 'app.mjs': 'process.exitCode = 7;' });
    expect(doctor(['run', '--keep', folder, 'app.mjs'], cwd).code).toBe(3);
    expect(doctor(['check', folder]).code).toBe(3);
  });
});

describe('a folder that cannot be kept in', () => {
  const full = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));
  writeFileSync(join(full, 'mine.txt'), 'mine');
  const cwd = project({ 'app.mjs': 'console.log("ran");' });

  it.each([
    ['is not empty', full, /is not empty/],
    ['is a file', join(full, 'mine.txt'), /is a file/],
    ['lies in a file', join(full, 'mine.txt', 'below'), /cannot be kept/],
  ])('because it %s is refused before the program runs', (_, folder, message) => {
    const { code, stdout, stderr } = doctor(['run', '--keep', folder, 'app.mjs'], cwd);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(readdirSync(full)).toEqual(['mine.txt']);
  });

  it('may be there, empty, and is closed to others then', () => {
    const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));
    const open = join(folder, 'open');
    mkdirSync(open, { mode: 0o755 });
    expect(doctor(['run', '--keep', open, 'app.mjs'], cwd).code).toBe(0);
    expect(statSync(open).mode & 0o777).toBe(0o700);
  });

  it('is not left behind where the program could not be started', () => {
    const folder = emptyPlace();
    expect(doctor(['run', '--keep', folder, '--', 'no-such-command-at-all'], cwd).code).toBe(2);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('what check refuses', () => {
  const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));
  const holding = (name: string, text: string): string => {
    const path = join(folder, name);
    mkdirSync(path);
    writeFileSync(join(path, 'recording.json'), text);
    return path;
  };
  const run = { entry: 'app.ts', args: [], evidence: 'full', workingDirectory: '/', outcome: null };

  it.each([
    ['nothing', join(folder, 'nowhere'), /There is no /],
    ['a file of something else', join(holding('a', '{}'), 'recording.json'), /No span could be read/],
    ['a folder of other things', folder, /holds no recording/],
    ['a newer format', holding('b', JSON.stringify({ format: 2, tool: '9.9.9', ...run })), /format 2.*\n.*9\.9\.9/],
    ['half a description', holding('c', '{"format":1,"entry":"app'), /is damaged/],
    ['a description of something else', holding('d', '{"format":1,"entry":7}'), /is damaged/],
    ['a list', holding('e', '[]'), /is damaged/],
  ])('%s', (_, path, message) => {
    const { code, stdout, stderr } = doctor(['check', path]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/our bug/);
  });

  it('is not what is merely damaged: the rest is judged, and the damage counted', () => {
    const damaged = holding('f', JSON.stringify({ format: 1, tool: '0.1.0', ...run }));
    const lane = (lines: string): string =>
      `${JSON.stringify({ t: 'run', v: 1, pid: 1, thread: 0, node: '20.0.0', origin: 0 })}\n${lines}`;
    const span = '{"t":"s","q":1,"k":1,"ms":1,"id":"1","tr":"t","n":"one"}\n{"t":"e","q":1,"k":1,"ms":2}\n';
    writeFileSync(join(damaged, 'spans-1-0.ndjson'), lane(span));
    writeFileSync(join(damaged, 'spans-2-0.ndjson'), lane(`${span}{"t":"s","q":2,"k`));
    writeFileSync(join(damaged, 'spans-3-0.3.ndjson'), lane(span));
    mkdirSync(join(damaged, 'spans-4-0.ndjson'));
    writeFileSync(join(damaged, 'holiday.jpg'), 'not ours');
    const { stdout, code } = doctor(['check', damaged, '--format', 'json']);
    const report = JSON.parse(stdout) as Report;
    // A line that was cut off, two segments that are missing, and what is no file.
    expect({ code, spans: report.summary.spans, dropped: report.dropped.events }).toEqual({
      code: 3,
      spans: 3,
      dropped: 4,
    });
  });
});

/** The program holds secrets wherever they might be recorded by mistake. */
const SECRETS = `
import { createServer, get, request } from 'node:http';
import { fork, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { Worker, MessageChannel } from 'node:worker_threads';
import { context, propagation, trace, SpanStatusCode } from '@opentelemetry/api';
const tracer = trace.getTracer('test');
const bus = new EventEmitter();
const jobs = [];
const server = createServer((req, res) => {
  tracer.startActiveSpan('serve', { attributes: { url: req.url, cookie: req.headers.cookie } }, (span) => {
    span.addEvent('SECRET-event', { card: 'SECRET-card' });
    res.setHeader('set-cookie', 'SECRET-answer');
    res.end('SECRET-body');
    span.end();
  });
});
await new Promise((done) => server.listen(0, done));
const { port } = server.address();
await tracer.startActiveSpan('call', { attributes: { key: 'SECRET-attribute' } }, async (span) => {
  span.setAttribute('later', 'SECRET-later');
  span.setStatus({ code: SpanStatusCode.ERROR, message: 'SECRET-status' });
  span.recordException(new Error('SECRET-exception'));
  const baggage = propagation.createBaggage({ user: { value: 'SECRET-baggage' } });
  await context.with(propagation.setBaggage(context.active(), baggage), async () => {
    await new Promise((done) => get({ port, path: '/a?token=SECRET-query#SECRET-hash', auth: 'me:SECRET-password', headers: { authorization: 'SECRET-header', cookie: 'SECRET-cookie' } }, (res) => res.resume().on('end', done)));
    await fetch('http://127.0.0.1:' + port + '/b?token=SECRET-fetched', { method: 'POST', body: 'SECRET-posted' }).then((res) => res.text());
  });
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise((done) => port2.once('message', (text) => tracer.startActiveSpan('on ' + text.kind, (inner) => { inner.end(); done(); })));
  port1.postMessage({ kind: 'message', text: 'SECRET-message' });
  await answered;
  port1.close();
  const worker = new Worker('require("node:worker_threads").parentPort.once("message", () => process.exit())', { eval: true, workerData: 'SECRET-data', env: { ...process.env, MORE: 'SECRET-env' } });
  worker.postMessage({ text: 'SECRET-work' });
  await new Promise((done) => worker.once('exit', done));
  jobs.push({ text: 'SECRET-job' });
  bus.once('job', (job) => tracer.startActiveSpan('job', (inner) => inner.end()));
  setTimeout(() => bus.emit('job', JSON.parse(JSON.stringify(jobs.pop()))), 1);
  await new Promise((done) => setTimeout(done, 10));
  await new Promise((done) => spawn(process.execPath, ['-e', '0', 'SECRET-argument'], { env: { ...process.env, TOKEN: 'SECRET-token' } }).once('exit', done));
  span.end();
});
server.close();
`;

describe('privacy', () => {
  const cwd = project({ 'app.mjs': SECRETS });
  const env = { TOKEN: 'SECRET-environment' };

  it('no value of the user’s is in a recording', () => {
    const folder = emptyPlace();
    const { code, stderr } = doctor(['run', '--keep', folder, 'app.mjs'], cwd, '', env);
    expect(stderr).toMatch(/5 spans|6 spans|4 spans/);
    expect(code).not.toBe(2);
    const sources = readdirSync(folder).filter((name) => name.startsWith('sites-'));
    expect(sources).not.toEqual([]);
    // Maps of the source have the user's own text in them, which is not what the program was given.
    const found = textOf(folder).match(/SECRET-[a-z]+/g) ?? [];
    expect(found.filter((secret) => !inText(folder, secret))).toEqual([]);
  });

  /** Where does it stand: in the text of the program alone? */
  function inText(folder: string, secret: string): boolean {
    return readdirSync(folder).every(
      (name) => name.startsWith('sites-') || !readFileSync(join(folder, name), 'utf8').includes(secret),
    );
  }

  it('attributes are there if asked for, cut to a sensible length', () => {
    const long = 'x'.repeat(5000);
    const program = `import { trace } from '@opentelemetry/api';
      const span = trace.getTracer('test').startSpan('one', { attributes: { id: 7, ok: true, tags: ['a', 'b'], text: '${long}' } });
      span.setAttribute('late', 'yes');
      span.end();
      trace.getTracer('test').startSpan('none').end();`;
    const folder = project({ 'app.mjs': program });
    const report = (options: readonly string[]): Report =>
      JSON.parse(doctor(['run', '--format', 'json', ...options, 'app.mjs'], folder).stdout) as Report;
    const attributesIn = ({ traces }: Report): unknown[] =>
      traces.flatMap(({ spans }) => spans).map((s) => s.attributes);
    expect(attributesIn(report([]))).toEqual([undefined, undefined]);
    expect(attributesIn(report(['--attributes']))).toEqual([
      { id: 7, ok: true, tags: ['a', 'b'], text: `${'x'.repeat(256)}…`, late: 'yes' },
      undefined,
    ]);
  });
});

describe('the run folder', () => {
  const loop = `import { trace } from '@opentelemetry/api';
    trace.getTracer('test').startSpan('one').end();
    setTimeout(() => console.log('waiting'), 20);
    setInterval(() => {}, 1000);`;
  const cwd = project({ 'loop.mjs': loop, 'app.mjs': 'console.log("ran");' });
  const leftIn = (folder: string): string[] =>
    readdirSync(folder).filter((name) => name.startsWith('otel-ctx-doctor-') && !name.includes('cache'));

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('is removed after %s', async (signal) => {
    const tmp = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = tmp;
    try {
      const ran = await doctorUntil(['run', 'loop.mjs'], cwd, 'waiting', (running) => running.kill(signal));
      expect(ran.stderr).toMatch(/1 span/);
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    }
    expect(leftIn(tmp)).toEqual([]);
    rmSync(tmp, { recursive: true });
  });

  it('is removed after a run, and where we fail', () => {
    const tmp = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));
    doctor(['run', 'app.mjs'], cwd, '', { TMPDIR: tmp });
    doctor(['run', '--output', 'json=/dev/full', 'app.mjs'], cwd, '', { TMPDIR: tmp });
    doctor(['run', '--', 'no-such-command-at-all'], cwd, '', { TMPDIR: tmp });
    expect(leftIn(tmp)).toEqual([]);
    rmSync(tmp, { recursive: true });
  });
});
