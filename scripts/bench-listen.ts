// `npm run bench:listen [-- spans [options of listen]]`: how many spans a second `listen` takes over OTLP/HTTP, judging them; whether it loses any; and how
// many another receiver takes of the same load, which judges nothing. In turn, in one run. The load is made in this process.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { median, printed, type Figure, keeps } from '../bench/figures.js';
import { ensureDependencies } from '../test/corpus/dependencies.js';
import { encode, type WireField } from '../test/readers/files/encode-request.js';
import type { Report } from '../src/report/report.js';

const SPANS = Number(process.argv[2] ?? 500_000);
/** More options of `listen`. */
const OPTIONS = process.argv.slice(3);
const ROUNDS = 3;
/** As many as exporters send at once by default. */
const SPANS_A_REQUEST = 512;
const SPANS_A_TRACE = 8;
/** One trace in so many has a span that ends a second after its parent. */
const FAULTY = 100;
const CONNECTIONS = 8;
const OTHER = 'scripts/bench-listen';
const LEAST_PER_SECOND = 50_000;
const LEAST_RATIO = 2;

const TRACE_BYTES = 16;
const SPAN_BYTES = 8;
const TYPE = 'application/x-protobuf';

/** A request, and where the ids stand in it that each copy has its own of. */
interface Template {
  readonly bytes: Buffer;
  readonly places: readonly { readonly at: number; readonly trace: number }[];
}

/** Trace ids are searched for, so they must be nothing else: marks, of which the number follows. */
const MARK = Buffer.from('trace id', 'latin1');

function template(): Template {
  const spans: WireField[] = [];
  for (let index = 0; index < SPANS_A_REQUEST; index++) spans.push([2, span(index)]);
  const resource: WireField = [1, [attribute('service.name', 'shop'), attribute('service.instance.id', 'shop-1')]];
  const bytes = Buffer.from(encode([[1, [resource, [2, [[1, [[1, 'http']]], ...spans]]]]]));
  const places: { at: number; trace: number }[] = [];
  for (let at = bytes.indexOf(MARK); at !== -1; at = bytes.indexOf(MARK, at + TRACE_BYTES))
    places.push({ at, trace: Math.floor(places.length / SPANS_A_TRACE) });
  return { bytes, places };
}

function span(index: number): WireField[] {
  const inTrace = index % SPANS_A_TRACE;
  const start = 1_700_000_000_000_000_000n + BigInt(index) * 1_000_000n;
  const isLate = inTrace === 3 && Math.floor(index / SPANS_A_TRACE) % FAULTY === 0;
  const parent: WireField[] = inTrace === 0 ? [] : [[4, spanId(index - 1)]];
  return [
    [1, Buffer.concat([MARK, Buffer.alloc(TRACE_BYTES - MARK.length)])],
    [2, spanId(index)],
    ...parent,
    [5, inTrace === 0 ? 'GET /orders/:id' : `step ${inTrace}`],
    [6, inTrace === 0 ? 2 : 1],
    [7, start],
    [8, start + BigInt(isLate ? 1100 : 100 - inTrace) * 1_000_000n],
    ...['http.request.method', 'http.route', 'url.path', 'server.address', 'thread.name'].map(
      (key): WireField => [
        9,
        [
          [1, key],
          [2, [[1, `the value of ${key}`]]],
        ],
      ],
    ),
    [15, []],
  ];
}

function spanId(number: number): Buffer {
  const id = Buffer.alloc(SPAN_BYTES);
  id.writeUInt32BE(number + 1, SPAN_BYTES - 4);
  return id;
}

function attribute(key: string, value: string): WireField {
  return [
    1,
    [
      [1, key],
      [2, [[1, value]]],
    ],
  ];
}

let traceNumber = 0;

/** The template with trace ids that nothing had before. */
function nextRequest({ bytes, places }: Template): Buffer {
  const copy = Buffer.from(bytes);
  for (const { at, trace } of places) copy.writeUInt32BE(traceNumber + trace, at + MARK.length + 4);
  traceNumber += SPANS_A_REQUEST / SPANS_A_TRACE;
  return copy;
}

/** Sends the load, and what was put off again. Gives back seconds. */
async function send(port: number, load: Template, requests: number): Promise<{ seconds: number; putOff: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let left = requests;
  let putOff = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (left-- > 0) {
        const body = nextRequest(load);
        for (;;) {
          const status = await post(port, agent, body);
          if (status === 200) break;
          if (status !== 429) throw new Error(`answered ${status}`);
          putOff++;
          await new Promise((done) => setTimeout(done, 1000));
        }
      }
    }),
  );
  agent.destroy();
  return { seconds: (performance.now() - started) / 1000, putOff };
}

function post(port: number, agent: Agent, body: Buffer): Promise<number> {
  return new Promise((done, reject) => {
    const headers = { 'content-type': TYPE, 'content-length': body.length };
    const sent = request(
      { port, host: '127.0.0.1', path: '/v1/traces', method: 'POST', agent, headers },
      (response) => {
        response.resume();
        response.once('end', () => done(response.statusCode ?? 0));
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

interface Started {
  readonly child: ChildProcess;
  readonly port: number;
  readonly stdout: () => string;
}

/** Starts a receiver and waits until it says on which port. */
async function start(args: readonly string[], cwd: string, says: RegExp): Promise<Started> {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let all = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    all += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    all += text;
  });
  const ended = once(child, 'close');
  for (;;) {
    const port = says.exec(all)?.[1];
    if (port) return { child, port: Number(port), stdout: () => stdout };
    if (child.exitCode !== null) throw new Error(all);
    await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), ended]);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close');
  child.kill('SIGINT');
  await closed;
}

const load = template();
const requests = Math.ceil(SPANS / SPANS_A_REQUEST);
const sent = requests * SPANS_A_REQUEST;

/** A second is one of the whole: until the report is there, with all that was judged. */
async function ours(): Promise<number> {
  const listen = [
    'listen',
    '--http-port',
    '0',
    '--grpc-port',
    '0',
    '--no-config',
    '--format',
    'json',
    '--fail-on',
    'never',
    ...OPTIONS,
  ];
  const started = await start(
    [resolve('bin/otel-ctx-doctor.js'), ...listen],
    process.cwd(),
    /listening on http:\/\/[^:]+:(\d+)/,
  );
  const begun = performance.now();
  const { seconds, putOff } = await send(started.port, load, requests);
  const peak = peakMb(started.child);
  await stop(started.child);
  const whole = (performance.now() - begun) / 1000;
  const report = JSON.parse(started.stdout()) as Report;
  const { spans } = report.summary;
  lost += sent - spans;
  const found = report.findings.reduce((sum, { occurrences }) => sum + occurrences, 0);
  wrong += Math.abs(found - planted);
  console.log(
    `  listen: ${perSecond(seconds)} received, ${perSecond(whole)} received and judged, ${putOff} requests put off, ${spans} of ${sent} spans judged, ${found} of ${planted} faults found, at most ${peak} MB resident while it received`,
  );
  return sent / whole;
}

/** It has these ports only. */
const OTHER_PORT = 4318;

/** As it is run by default, it prints what it gets; `spacer` prints nothing, and is only decoding. */
async function others(printers: readonly string[]): Promise<number> {
  if (await accepts(OTHER_PORT)) throw new Error(`somebody else listens on port ${OTHER_PORT}`);
  const cli = resolve(OTHER, 'node_modules/@elastic/mockotlpserver/lib/cli.js');
  const child = spawn(process.execPath, [cli, ...printers], { cwd: OTHER, stdio: 'ignore' });
  while (!(await accepts(OTHER_PORT))) await new Promise((done) => setTimeout(done, 50));
  const begun = performance.now();
  await send(OTHER_PORT, load, requests);
  // It answers before it reads, and what it has read when it ends is over when it has ended.
  await stop(child);
  const seconds = (performance.now() - begun) / 1000;
  console.log(`  mockotlpserver ${printers.join(' ')}: ${perSecond(seconds)} received`);
  return sent / seconds;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => done(true));
    socket.once('error', () => done(false)).once('connect', () => socket.destroy());
  });
}

/** Where the system tells. */
function peakMb({ pid }: ChildProcess): number {
  try {
    return Math.round(Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);
  } catch {
    return Number.NaN;
  }
}

function perSecond(seconds: number): string {
  return `${thousands(sent / seconds)} spans/s`;
}

function thousands(value: number): string {
  return Math.round(value).toLocaleString('en');
}

let lost = 0;
let wrong = 0;
const planted = requests * Math.ceil(SPANS_A_REQUEST / SPANS_A_TRACE / FAULTY);
ensureDependencies(OTHER);
const rates: { ours: number; others: number }[] = [];
for (let round = 0; round < ROUNDS; round++) rates.push({ ours: await ours(), others: await others([]) });
const silent = await others(['-o', 'spacer']);
const figures: Figure[] = [
  {
    name: 'thousand spans/s over OTLP/HTTP protobuf, judged',
    value: median(rates.map((rate) => rate.ours)) / 1000,
    limit: LEAST_PER_SECOND / 1000,
    better: 'more',
    detail: `${requests} requests of ${SPANS_A_REQUEST} spans`,
  },
  {
    name: 'times what @elastic/mockotlpserver takes',
    value: median(rates.map((rate) => rate.ours / rate.others)),
    limit: LEAST_RATIO,
    better: 'more',
    detail: `which takes ${thousands(median(rates.map((rate) => rate.others)))} spans/s as it is run by default; ${thousands(silent)} where it only decodes them`,
  },
  {
    name: 'planted faults missed, or others found',
    value: wrong,
    limit: 0,
    better: 'less',
    detail: `of ${planted * ROUNDS}`,
  },
  { name: 'spans lost', value: lost, limit: 0, better: 'less', detail: `of ${sent * ROUNDS}` },
];
for (const figure of figures) console.log(printed(figure));
process.exitCode = figures.every(keeps) ? 0 : 1;
