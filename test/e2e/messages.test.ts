import { describe, expect, it } from 'vitest';
import { doctor, jsonReport, plain, project } from './command.js';

const TIMEOUT_MS = 60_000;

const HEAD = `import threads, { BroadcastChannel, isMainThread, MessageChannel, parentPort, receiveMessageOnPort, Worker, workerData } from 'node:worker_threads';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
const tracer = trace.getTracer('test');
const span = (name, work, options = {}) => tracer.startActiveSpan(name, options, async (one) => {
  try { return await work(one); } finally { one.end(); }
});
const self = new URL(import.meta.url);
`;

/** A program that starts itself as a worker. */
function program(main: string, far: string): string {
  return `${HEAD}if (isMainThread) {\n${main}\n} else {\n${far}\n}\n`;
}

const PROGRAMS: Readonly<Record<string, string>> = {
  'package.json': '{"type":"module"}',
  // Right as they are.
  'extracted.mjs': program(
    `const worker = new Worker(self);
await span('request', async () => {
  const carrier = {};
  propagation.inject(context.active(), carrier);
  worker.postMessage({ carrier });
  console.log(await once(worker, 'message'));
});`,
    `parentPort.once('message', ({ carrier }) => context.with(propagation.extract(ROOT_CONTEXT, carrier), () =>
  span('job', async () => parentPort.postMessage('done'))));`,
  ),
  'linked.mjs': program(
    `const worker = new Worker(self);
await span('request', async (one) => {
  worker.postMessage(one.spanContext());
  console.log(await once(worker, 'message'));
});`,
    `parentPort.once('message', (from) => span('job', async () => parentPort.postMessage('done'), { links: [{ context: from }] }));`,
  ),
  'poller.mjs': program(
    `const worker = new Worker(self);
await span('boot', async () => { worker.postMessage('start'); await once(worker, 'message'); });
await sleep(300);
worker.postMessage('stop');`,
    `parentPort.on('message', (what) => {
  if (what === 'stop') { clearInterval(timer); return parentPort.close(); }
  timer = setInterval(() => span('poll', () => sleep(1)), 150);
  parentPort.postMessage('started');
});
let timer;`,
  ),
  // With a fault.
  'port.mjs': program(
    `const { port1, port2 } = new MessageChannel();
port1.postMessage('early');
const worker = new Worker(self, { workerData: { deep: [{ port: port2 }] }, transferList: [port2] });
for (const id of ['a', 'b']) await span('request ' + id, async () => {
  port1.postMessage(id); // here
  console.log(await once(port1, 'message'));
});
port1.close();`,
    `const { port } = workerData.deep[0];
port.on('message', (id) => id !== 'early' && span('job ' + id, async () => port.postMessage(id)));`,
  ),
  'pulled.mjs': program(
    `const { port1, port2 } = new MessageChannel();
const worker = new Worker(self);
worker.postMessage({ port: port2 }, [port2]);
await span('request', async () => {
  port1.postMessage('job'); // here
  console.log(await once(port1, 'message'));
});
port1.close();`,
    `parentPort.once('message', async ({ port }) => {
  for (let entry; !entry; await sleep(1)) {
    entry = receiveMessageOnPort(port);
    if (entry) await span('job', async () => port.postMessage('done'));
  }
});`,
  ),
  'broadcast.mjs': program(
    `const jobs = new BroadcastChannel('jobs');
const worker = new Worker(self);
await once(worker, 'message');
await span('request', async () => {
  const answer = new Promise((resolve) => { jobs.onmessage = ({ data }) => resolve(data); });
  jobs.postMessage('job'); // here
  console.log(await answer);
});
jobs.close();`,
    `const jobs = new BroadcastChannel('jobs');
jobs.onmessage = () => span('job', async () => { jobs.postMessage('done'); jobs.close(); });
parentPort.postMessage('ready');`,
  ),
  'own-options.mjs': program(
    `const worker = new Worker(self, { execArgv: ['--no-warnings'], env: {} });
await span('request', async () => {
  worker.postMessage('job'); // here
  console.log(await once(worker, 'message'));
});
await worker.terminate();`,
    `parentPort.on('message', async () => {
  await span('job', () => {});
  parentPort.postMessage([process.execArgv, process.env]);
});`,
  ),
  'fork.mjs': `${HEAD}import { fork } from 'node:child_process';
if (process.send) process.on('message', ({ id }) => span('job ' + id, async () => process.send({ id, execArgv: process.execArgv })));
else {
  const child = fork(self, ['x'], { execArgv: ['--no-warnings'], env: {} });
  console.log(child.spawnargs.slice(1, 2), child.listenerCount('message'));
  for (const id of ['a', 'b']) await span('request ' + id, async () => {
    child.send({ id }); // here
    console.log(await once(child, 'message'));
  });
  child.disconnect();
}`,
  // Prints what could differ.
  'shapes.mjs': `${HEAD}
class Mine extends Worker {}
const worker = new Mine('require("worker_threads").parentPort.on("message", (m) => { throw new Error(m); })', { eval: true, execArgv: [] });
console.log(worker instanceof Mine, worker instanceof Worker, Worker.name, Worker.length, Worker.prototype.constructor === Worker);
console.log(String(Worker).slice(0, 30), String(threads.MessagePort.prototype.postMessage), MessageChannel === globalThis.MessageChannel);
for (const wrong of [() => worker.postMessage(() => {}), () => new Worker(5), () => Worker('x'), () => new Worker('x', { execArgv: 'y' }), () => new Worker('0', { eval: true, execArgv: ['--nope'] })])
  try { wrong(); } catch (error) { console.log(error.name, error.code, error.message); }
worker.on('error', (error) => console.log(error.message));
worker.postMessage('boom');
console.log('exit', await new Promise((resolve) => worker.once('exit', resolve)));
const { port1, port2 } = new MessageChannel();
port1.postMessage(1); port1.postMessage(2);
console.log(receiveMessageOnPort(port2), port2.listenerCount('message'), port2.hasRef());
port2.onmessage = ({ data }) => { console.log('on', data); port2.close(); };
const idle = new MessageChannel();
idle.port1.on('message', () => {}); idle.port1.unref();
port1.emit('message', 'by hand');
`,
};

const folder = project(PROGRAMS);
const names = Object.keys(PROGRAMS).filter((name) => name.endsWith('.mjs'));

describe('programs with messages print the same with and without us', () => {
  it.each(names.map((name) => [name]))('%s', { timeout: TIMEOUT_MS }, (name) => {
    const without = plain([name], folder);
    const within = doctor(['run', '--fail-on', 'never', name], folder);
    expect(within.stdout).toBe(without.stdout);
    expect([without.code, within.code]).toEqual([0, 0]);
  });
});

describe('what is right is not accused', () => {
  it.each([['extracted.mjs'], ['linked.mjs'], ['poller.mjs']])('%s', { timeout: TIMEOUT_MS }, (name) => {
    const { report } = jsonReport([name], folder);
    expect(report.summary.spans).toBeGreaterThan(1);
    expect(report.findings.map(({ message }) => message)).toEqual([]);
  });
});

describe('the line that sent a message is named', () => {
  it.each([
    ['port.mjs', 'worker-thread', ['job a < request a', 'job b < request b']],
    ['pulled.mjs', 'worker-thread', ['job < request']],
    ['broadcast.mjs', 'worker-thread', ['job < request']],
    ['own-options.mjs', 'worker-thread', ['job < request']],
    ['fork.mjs', 'child-process', ['job a < request a', 'job b < request b']],
  ])('%s', { timeout: TIMEOUT_MS }, (name, mechanism, spans) => {
    const { report } = jsonReport([name], folder);
    const line = (PROGRAMS[name] ?? '').split('\n').findIndex((text) => text.endsWith('// here')) + 1;
    expect(report.findings.map(({ rule, cause }) => [rule, cause?.mechanism, cause?.boundary?.line])).toEqual([
      ['orphan-span', mechanism, line],
    ]);
    expect(report.findings[0]?.spans.map((span) => `${span.name} < ${span.expectedParent}`)).toEqual(spans);
  });

  it('a thread whose code is text is recorded, too', { timeout: TIMEOUT_MS }, () => {
    expect(jsonReport(['shapes.mjs'], folder).report.runtime.threads).toBeGreaterThan(1);
  });
});
