import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { doctorAside, project } from './command.js';

const TIMEOUT_MS = 90_000;

/** `closed` ends, `open` is left open by each program, and is the span that the report has to say something about. */
const HEAD = `import { trace } from '@opentelemetry/api';
import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { exec, fork, spawn, spawnSync } from 'node:child_process';
const tracer = trace.getTracer('test');
const self = new URL(import.meta.url);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const begin = () => { tracer.startSpan('closed').end(); return tracer.startSpan('open'); };
`;
const FAR = `import { trace } from '@opentelemetry/api';
const tracer = trace.getTracer('far');
tracer.startSpan('far closed').end();
const open = tracer.startSpan('far open');
`;

/** Code, then exit code and signal of the program, our own code, and severity and rest of the message about each open span. */
interface Way {
  readonly code: string;
  readonly ends: number | NodeJS.Signals;
  readonly ours: number;
  readonly says: readonly string[];
  readonly args?: readonly string[];
  readonly node?: string;
}

const FINISHED = 'error was never ended, although the program finished.';
const LEFT = 'error was never ended, although the program left by process.exit.';
const STOPPED = 'info was still open when the program was stopped.';
const CRASHED = 'info was still open when the program crashed.';

const WAYS: Readonly<Record<string, Way>> = {
  'the loop runs dry': { code: 'begin();', ends: 0, ours: 1, says: [FINISHED] },
  'the loop runs dry, with a code': { code: 'begin(); process.exitCode = 4;', ends: 4, ours: 1, says: [FINISHED] },
  'an endless wait at the top': { code: 'begin(); await new Promise(() => {});', ends: 13, ours: 1, says: [FINISHED] },
  'process.exit in a callback': {
    code: 'begin(); setTimeout(() => [1].forEach(() => process.exit(3)), 1);',
    ends: 3,
    ours: 1,
    says: [LEFT],
  },
  'process.exit in a promise': {
    code: 'begin(); sleep(1).then(async () => { await null; process.exit(0); });',
    ends: 0,
    ours: 1,
    says: [LEFT],
  },
  'process.exit in a listener': {
    code: "begin(); process.on('done', () => process.exit(5)); setImmediate(() => process.emit('done'));",
    ends: 5,
    ours: 1,
    says: [LEFT],
  },
  'process.exit in an exit listener': {
    code: "begin(); process.on('exit', () => process.exit(6));",
    ends: 6,
    ours: 1,
    says: [FINISHED],
  },
  'process.exit at the top, at once': { code: 'begin(); process.exit();', ends: 0, ours: 1, says: [LEFT] },
  'an uncaught error': { code: "begin(); throw new Error('boom');", ends: 1, ours: 3, says: [CRASHED] },
  'an uncaught error in a timer': {
    code: "begin(); setTimeout(() => { throw new Error('boom'); }, 1);",
    ends: 1,
    ours: 3,
    says: [CRASHED],
  },
  'an unhandled rejection': {
    code: "begin(); Promise.reject(new Error('boom')); setInterval(() => {}, 1000);",
    ends: 1,
    ours: 3,
    says: [CRASHED],
  },
  'an uncaught error that a handler logs and leaves for': {
    code: "process.on('uncaughtException', () => process.exit(1)); begin(); setTimeout(() => { throw new Error('boom'); }, 1);",
    ends: 1,
    ours: 3,
    says: [CRASHED],
  },
  'a rejection that a handler flushes and leaves for': {
    code: "process.on('unhandledRejection', () => setTimeout(() => process.exit(2), 5)); begin(); Promise.reject(new Error('boom'));",
    ends: 2,
    ours: 3,
    says: [CRASHED],
  },
  'an uncaught error that a handler lives with': {
    code: "process.on('uncaughtException', () => {}); begin(); setTimeout(() => { throw new Error('boom'); }, 1);",
    ends: 0,
    ours: 1,
    says: [FINISHED],
  },
  'an error in an exit listener': {
    code: "begin(); process.on('exit', () => { throw new Error('boom'); });",
    ends: 1,
    ours: 1,
    says: [FINISHED],
  },
  SIGKILL: {
    code: "begin(); await sleep(5); process.kill(process.pid, 'SIGKILL'); await sleep(1e6);",
    ends: 'SIGKILL',
    ours: 3,
    says: [STOPPED],
  },
  SIGTERM: {
    code: "begin(); await sleep(5); process.kill(process.pid, 'SIGTERM'); await sleep(1e6);",
    ends: 'SIGTERM',
    ours: 3,
    says: [STOPPED],
  },
  'SIGINT with a handler that leaves': {
    code: "process.on('SIGINT', () => process.exit(130)); begin(); await sleep(5); process.kill(process.pid, 'SIGINT'); await sleep(1e6);",
    ends: 130,
    ours: 3,
    says: [STOPPED],
  },
  'SIGTERM with a handler that lets the loop run dry': {
    code: "const timer = setInterval(() => {}, 1000); process.once('SIGTERM', () => clearInterval(timer)); begin(); await sleep(5); process.kill(process.pid, 'SIGTERM');",
    ends: 0,
    ours: 0,
    says: [STOPPED],
  },
  'process.abort': { code: 'begin(); await sleep(5); process.abort();', ends: 'SIGABRT', ours: 3, says: [STOPPED] },
  SIGSEGV: {
    code: "begin(); await sleep(5); process.kill(process.pid, 'SIGSEGV'); await sleep(1e6);",
    ends: 'SIGSEGV',
    ours: 3,
    says: [STOPPED],
  },
  'out of memory': {
    code: 'begin(); await sleep(5); const all = []; for (;;) all.push(new Array(1e5).fill(all.length + 0.5));',
    ends: 'SIGABRT',
    ours: 3,
    says: [STOPPED],
    node: '--max-old-space-size=64',
  },
  'a handle that never ends, with --timeout': {
    code: 'begin(); setInterval(() => {}, 1000);',
    ends: 'SIGTERM',
    ours: 3,
    says: [STOPPED],
    args: ['--timeout', '12'],
  },
  'a loop that never turns, with --timeout': {
    code: 'begin(); await sleep(5); for (;;);',
    ends: 'SIGTERM',
    ours: 3,
    says: [STOPPED],
    args: ['--timeout', '12'],
  },
  // Threads, each by a fate of its own.
  'a thread that finishes': {
    code: "await once(new Worker(new URL('far.mjs', self)), 'exit');",
    ends: 0,
    ours: 1,
    says: ['error was never ended, although the thread finished.'],
  },
  'a thread that is terminated': {
    code: "const worker = new Worker(new URL('far-waits.mjs', self)); await once(worker, 'message'); await worker.terminate();",
    ends: 0,
    ours: 0,
    says: ['info was still open when the thread was stopped.'],
  },
  'a thread that leaves by process.exit': {
    code: "await once(new Worker(new URL('far-exits.mjs', self)), 'exit');",
    ends: 0,
    ours: 1,
    says: ['error was never ended, although the thread left by process.exit.'],
  },
  'a thread that crashes': {
    code: "const worker = new Worker(new URL('far-throws.mjs', self)); worker.on('error', () => {}); await new Promise((done) => worker.once('exit', done));",
    ends: 0,
    ours: 0,
    says: ['info was still open when the thread crashed.'],
  },
  'a thread that is left behind by process.exit': {
    code: "await once(new Worker(new URL('far-waits.mjs', self)), 'message'); process.exit(0);",
    ends: 0,
    ours: 0,
    says: ['info was still open when the thread was stopped.'],
  },
  'a thread that is busy while the program is killed': {
    code: "await once(new Worker(new URL('far-waits.mjs', self)), 'message'); begin(); await sleep(5); process.kill(process.pid, 'SIGKILL');",
    ends: 'SIGKILL',
    ours: 3,
    says: [STOPPED, 'info was still open when the thread was stopped.'],
  },
  'a thread with an environment and options of its own': {
    code: "await once(new Worker(new URL('far.mjs', self), { env: {}, execArgv: [] }), 'exit');",
    ends: 0,
    ours: 1,
    says: ['error was never ended, although the thread finished.'],
  },
  // Children, each by a fate of its own.
  'a child that finishes': {
    code: "await once(spawn(process.execPath, ['far.mjs'], { stdio: 'inherit' }), 'exit');",
    ends: 0,
    ours: 1,
    says: ['error was never ended, although the process finished.'],
  },
  'a child with an environment of its own': {
    code: "spawnSync(process.execPath, ['far.mjs'], { env: {} });",
    ends: 0,
    ours: 1,
    says: ['error was never ended, although the process finished.'],
  },
  'a child that crashes': {
    code: "await once(spawn(process.execPath, ['far-throws.mjs'], { stdio: 'ignore' }), 'exit');",
    ends: 0,
    ours: 0,
    says: ['info was still open when the process crashed.'],
  },
  'a child that is killed': {
    code: "const child = fork(new URL('far-waits.mjs', self)); await once(child, 'message'); child.kill('SIGKILL'); await once(child, 'exit');",
    ends: 0,
    ours: 0,
    says: ['info was still open when the process was stopped.'],
  },
  'a child that is asked to go': {
    code: "const child = fork(new URL('far-waits.mjs', self)); await once(child, 'message'); child.kill(); await once(child, 'exit');",
    ends: 0,
    ours: 0,
    says: ['info was still open when the process was stopped.'],
  },
  'a child of a shell': {
    code: "await once(exec('true && node far.mjs; exit 0'), 'exit');",
    ends: 0,
    ours: 1,
    says: ['error was never ended, although the process finished.'],
  },
  'a child that outlives the program': {
    code: "const child = spawn(process.execPath, ['far-lives.mjs'], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] }); await once(child.stdout, 'data'); child.unref(); child.stdout.unref(); console.log('pid', child.pid);",
    ends: 0,
    ours: 0,
    says: ['info was still open when the report was made; its process outlives the program.'],
  },
};

const file = (name: string): string => `${name.replaceAll(/\W+/g, '-')}.mjs`;

const folder = project({
  'package.json': '{"type":"module"}',
  ...Object.fromEntries(Object.entries(WAYS).map(([name, { code }]) => [file(name), HEAD + code])),
  'really.mjs': `${HEAD}begin(); await sleep(5); process.reallyExit(7);`,
  'far.mjs': FAR,
  'far-exits.mjs': `${FAR}setTimeout(() => process.exit(3), 1);`,
  'far-throws.mjs': `${FAR}setTimeout(() => { throw new Error('boom'); }, 1);`,
  'far-waits.mjs': `import { parentPort } from 'node:worker_threads';
${FAR}setInterval(() => {}, 1000);
setTimeout(() => parentPort ? parentPort.postMessage('up') : process.send('up'), 5);`,
  'far-lives.mjs': `${FAR}setTimeout(() => console.log('up'), 5); setTimeout(() => {}, 20_000);`,
});

describe('every way to leave:', () => {
  const ways = Object.entries(WAYS).map(([name, way]) => [name, way] as const);
  it.concurrent.each(ways)('%s', { timeout: TIMEOUT_MS }, async (name, { ends, ours, says, args = [], node }) => {
    const env = node === undefined ? {} : { NODE_OPTIONS: node };
    const ran = await doctorAside(['run', '--format', 'json', ...args, file(name)], folder, env);
    const report = JSON.parse(ran.stdout) as Report;
    const child = /^pid (\d+)$/m.exec(ran.stderr)?.[1];
    if (child) process.kill(Number(child), 'SIGKILL');
    expect(said(report).sort()).toEqual([...says].sort());
    expect(report.outcome.signal ?? report.outcome.exitCode).toBe(ends);
    expect(ran.code).toBe(ours);
    const spans = report.traces.flatMap((trace) => trace.spans.map((span) => span.name));
    const far = says.filter((text) => /the thread|the process|its process/.test(text)).length;
    expect(spans.filter((one) => /closed/.test(one))).toHaveLength(says.length);
    expect(spans.filter((one) => /^far/.test(one))).toHaveLength(far * 2);
  });
});

// From its recording it looks like one whose end was cut off.
it('process.reallyExit leaves a recording that breaks off, and no fault', async () => {
  const ran = await doctorAside(['run', '--format', 'json', 'really.mjs'], folder);
  const report = JSON.parse(ran.stdout) as Report;
  expect([ran.code, report.outcome.exitCode, report.summary.spans, report.findings]).toEqual([3, 7, 2, []]);
  expect(report.summary.cutOff).toMatch(/^it breaks off, although the program ended by itself/);
});

/** Severity and words of what is said about open spans. */
function said({ findings }: Report): string[] {
  return findings.flatMap(({ severity, rule, message }) =>
    rule === 'unended-span' ? [`${severity} ${message.replace(/^"[^"]*" /, '')}`] : [],
  );
}
