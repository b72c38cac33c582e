import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import type { Fix } from '../../src/finding.js';
import { activateSpan } from '../../src/rules/activate-span.js';
import { bindCallback } from '../../src/rules/bind-callback.js';
import { carryContextFix } from '../../src/rules/carry-context.js';
import type { BoundaryText, Fault } from '../../src/rules/define-rule.js';
import { endInFinally } from '../../src/rules/end-in-finally.js';
import { extractParent } from '../../src/rules/extract-parent.js';
import { injectFix } from '../../src/rules/inject-fix.js';
import { jobContextFix } from '../../src/rules/job-context.js';
import { moveInside } from '../../src/rules/move-inside.js';
import { inRootContext } from '../../src/rules/root-context.js';
import { awaitDropped, waitForAll } from '../../src/rules/wait-for.js';
import type { CodeAt } from '../../src/source/source.js';
import { applyFix } from '../apply-fix.js';
import { textAt } from './sample-texts.js';

const by =
  (make: (code: CodeAt, summary: string) => Fix | null) =>
  ({ code }: BoundaryText): Fix | null =>
    code && make(code, '');
const far =
  (mechanism: Fault['mechanism']) =>
  (text: BoundaryText): Fix =>
    carryContextFix({ mechanism } as Fault, text);

const FIXES = {
  bind: by(bindCallback),
  activate: by(activateSpan),
  inject: injectFix,
  thread: far('worker-thread'),
  process: far('child-process'),
  message: far('message'),
  extract: by(extractParent),
  finally: by(endInFinally),
  move: by(moveInside),
  root: by(inRootContext),
  job: (text: BoundaryText) => jobContextFix('', text),
  await: by((code, summary) => awaitDropped(code, summary, true)),
  all: by(waitForAll),
} as const;

type Row = readonly [fix: keyof typeof FIXES, source: string, says: string];

const ROWS: readonly Row[] = [
  ['bind', 'pool.¶acquire((c) => c.run());', 'pool.acquire(context.bind(context.active(), (c) => c.run()));'],
  ['bind', 'pool!.¶acquire((c) => c.run());', 'pool!.acquire(context.bind('],
  ['bind', 'pool?.¶acquire?.((c) => c.run());', 'pool?.acquire?.(context.bind('],
  [
    'bind',
    'this.pool.¶acquire<Connection>(async (c) => { await c.run(); });',
    'context.bind(context.active(), async (c) =>',
  ],
  ['bind', 'pool.¶acquire(function used(c) { this.x = c; });', 'context.bind(context.active(), function used(c)'],
  ['bind', "bus.¶on('x', (a = 1, { b }: T) => b); // note", '(a = 1, { b }: T) => b)); // note'],
  ['bind', 'list\n  .map((x) => x)\n  .¶each((x) => go(x));', '.each(context.bind(context.active(), (x) => go(x)));'],
  [
    'bind',
    'const f = (id: string) => queue.¶add(() => store(id));',
    'queue.add(context.bind(context.active(), () => store(id)));',
  ],
  ['bind', 'function f(cb: () => void) { pool.¶take(cb); }', 'pool.take(context.bind(context.active(), cb));'],
  ['bind', 'function seen() {} bus.¶on(`x ${1}`, seen);', 'bus.on(`x ${1}`, context.bind(context.active(), seen));'],
  [
    'bind',
    "function f() {\n  const on = () => { bus.off('x', on); };\n  bus.¶on('x', on);\n}",
    'const on = context.bind(context.active(), () =>',
  ],
  ['bind', 'class A { #on = () => {}; go() { bus.¶on("x", this.#on); } }', 'context.bind(context.active(), this.#on)'],
  [
    'bind',
    'feed.¶listen({ next() { go(); }, error: fail });',
    'next: context.bind(context.active(), function () { go(); })',
  ],
  ['bind', 'feed.¶listen({ async next(x) { go(x); } });', 'next: context.bind(context.active(), async function (x)'],
  [
    'bind',
    "import * as api from '@opentelemetry/api';\npool.¶take(() => 1);",
    'api.context.bind(api.context.active(), () => 1)',
  ],
  [
    'bind',
    "import { context as ctx } from '@opentelemetry/api';\npool.¶take(() => 1);",
    'ctx.bind(ctx.active(), () => 1)',
  ],
  ['bind', "const otel = require('@opentelemetry/api');\npool.¶take(() => 1);", 'otel.context.bind('],
  ['bind', 'function f(context: C) { pool.¶take(() => context.id); }', 'otelContext.bind(otelContext.active(), '],
  [
    'activate',
    "async function f() {\n  const s = tracer.¶startSpan('a');\n  await go();\n  s.end();\n}",
    'await context.with(trace.setSpan(context.active(), s), async () => {',
  ],
  [
    'activate',
    "function f() {\n  const s = tracer.¶startSpan('a');\n  go();\n}",
    'context.with(trace.setSpan(context.active(), s), () => {',
  ],
  [
    'activate',
    "function f() {\n  const s: Span = tracer.¶startSpan('a');\n  return go();\n}",
    'return context.with(trace.setSpan(context.active(), s), () => {',
  ],
  [
    'activate',
    "class A {\n  f() {\n    this.span = tracer.¶startSpan('a');\n    return this.go();\n  }\n}",
    'context.active(), this.span), () => {',
  ],
  [
    'activate',
    "async function f() {\n  const s = tracer.¶startSpan('a');\n  for (const x of y) {\n    if (x) continue;\n    await x;\n  }\n}",
    'await context.with(',
  ],
  ['inject', 'const r = await fetch(url);'.replace('fetch', '¶fetch'), 'await fetch(url, { headers });'],
  ['inject', "await ¶fetch(url, { method: 'PUT' });", "{ headers, method: 'PUT' }"],
  ['inject', 'await ¶fetch(url, { headers: { a: 1 } });', '{ headers: { ...headers, a: 1 } }'],
  ['inject', 'const load = (url: string) => ¶fetch(`${url}/x`);', 'return fetch(`${url}/x`, { headers });'],
  [
    'inject',
    'const load = async (url: string) => (await ¶fetch(url)).ok;',
    'return (await fetch(url, { headers })).ok;',
  ],
  ['inject', 'if (late) ¶fetch(url);', 'fetch(url, { headers });'],
  ['inject', 'const { headers } = await ¶fetch(url);', '{ headers: traceHeaders }'],
  [
    'inject',
    'async function f(headers: H) {\n  await ¶fetch(url, { headers });\n}',
    '{ headers: { ...headers, ...traceHeaders } }',
  ],
  [
    'inject',
    'async function f(init: I) {\n  await ¶fetch(url, init);\n}',
    '{ ...init, headers: { ...init.headers, ...headers } }',
  ],
  [
    'inject',
    'async function f() {\n  const own = new Headers();\n  await ¶fetch(url, { headers: own });\n}',
    'own, { set: (to, key, value) => to.set(key, value) });',
  ],
  ['inject', "import axios from 'axios';\nawait axios.¶post('/a', { b });", "axios.post('/a', { b }, { headers });"],
  [
    'inject',
    "import axios from 'axios';\nconst client = axios.create();\nawait client.¶get('/a');",
    "client.get('/a', { headers });",
  ],
  ['inject', "import got from 'got';\nawait got(url).¶json<T>();", 'got(url, { headers }).json<T>()'],
  ['inject', "import { request } from 'node:http';\n¶request({ host }, (reply) => go(reply));", '{ headers, host }'],
  [
    'inject',
    "import http from 'node:http';\nhttp.¶get(url, (reply) => go(reply));",
    'http.get(url, { headers }, (reply) => go(reply));',
  ],
  ['inject', "import superagent from 'superagent';\nawait superagent.¶get(url);", 'superagent.get(url).set(headers)'],
  ['thread', 'worker.¶postMessage({ cart });', 'worker.postMessage({ carrier, cart });'],
  ['thread', 'const run = (n: number) => pool.¶run({ n });', 'return pool.run({ carrier, n });'],
  ['thread', 'port!.¶postMessage(job as Job);', '{ carrier, message: job as Job }'],
  ['thread', 'pool.¶exec("fib", [n]);', 'pool.exec("fib", [n, carrier]);'],
  ['process', 'child.¶send({ id });', 'child.send({ carrier, id });'],
  [
    'process',
    "import { spawn } from 'node:child_process';\n¶spawn('node', [script]);",
    'TRACEPARENT: carrier.traceparent',
  ],
  [
    'process',
    "import { fork } from 'node:child_process';\n¶fork(script);",
    'fork(script, [], { env: { ...process.env, ',
  ],
  ['message', "bus.¶publish('o', JSON.stringify(order)).catch(fail);", 'JSON.stringify({ carrier, ...order })'],
  ['message', "const send = (o: Order) => bus.¶publish('o', { ...o });", "return bus.publish('o', { carrier, ...o });"],
  [
    'extract',
    "function f(req: IncomingMessage) {\n  const s = tracer.¶startSpan('a');\n}",
    "tracer.startSpan('a', {}, parent)",
  ],
  [
    'extract',
    "const f = (request, response) => tracer.¶startActiveSpan('a', (s) => go(s));",
    "return tracer.startActiveSpan('a', {}, parent, (s) => go(s));",
  ],
  [
    'extract',
    "app.get('/', async ({ headers }, reply) => {\n  tracer.¶startActiveSpan('a', { kind }, async (s) => {});\n});",
    'ROOT_CONTEXT, headers);',
  ],
  ['finally', "tracer.¶startActiveSpan('a', async (pay) => {\n  await go();\n  pay.end();\n});", 'pay.end();'],
  ['finally', "async function f() {\n  const s$ = tracer.¶startSpan('a');\n  await go();\n  s$.end();\n}", 's$.end();'],
  [
    'move',
    "async function f() {\n  const row = ¶load(id);\n  return tracer.startActiveSpan('a', async (s) => {\n    await row;\n  });\n}",
    'const row = load(id);',
  ],
  [
    'move',
    'function f() {\n  const [a, b] = [¶one(), two()];\n  context.with(ctx, () => {\n    use(a, b);\n  });\n}',
    'const [a, b] = [one(), two()];',
  ],
  [
    'root',
    'timer ??= ¶setInterval(() => go(), 5);',
    'timer ??= context.with(ROOT_CONTEXT, () => setInterval(() => go(), 5));',
  ],
  ['root', 'const c = new ¶Redis({ port });', 'context.with(ROOT_CONTEXT, () => new Redis({ port }));'],
  ['root', 'class A { #t = ¶setInterval(this.go, 5); }', 'context.with(ROOT_CONTEXT, () => setInterval(this.go, 5))'],
  ['job', 'jobs.¶push({ order, done });', 'jobs.push({ context: context.active(), order, done });'],
  [
    'job',
    'function f() {\n  const job: Job = { id };\n  jobs.¶push(job);\n}',
    'const job: Job = { context: context.active(), id };',
  ],
  ['job', 'jobs.¶push({ context: 1 });', '{ activeContext: context.active(), context: 1 }'],
  ['await', 'void mail?.¶send(to);', 'await mail?.send(to);'],
  [
    'await',
    'async function f() {\n  a.¶b(c).then((x) => x).catch(fail);\n}',
    'await a.b(c).then((x) => x).catch(fail);',
  ],
  [
    'await',
    'users.¶forEach(async (u) => { await mail(u); });',
    'await Promise.all(users.map(async (u) => { await mail(u); }));',
  ],
  ['all', 'const [a, b] = await Promise.¶all([one(), two()]);', 'const [a, b] = await Promise.all(pending);'],
];

describe('a fix is a program, in the words of the one it is for', () => {
  it.each(ROWS)('%s: %s', (kind, marked, says) => {
    const fix = FIXES[kind](textAt(marked));
    expect(fix?.snippet).toContain(says);
    const source = marked.replace('¶', '');
    // The part that is done elsewhere is a comment; what stands above it is the user's own line.
    const changed = fix?.edits?.length
      ? applyFix(source, { fix })
      : `async () => { ${fix?.snippet?.replace(/^return /m, '')} \n}`;
    expect(() => transformSync(changed, { loader: 'ts' })).not.toThrow();
  });

  it.each<readonly [keyof typeof FIXES, string]>([
    ['bind', 'users.¶load(id);'],
    ['bind', 'pool.¶take(function* () { yield 1; });'],
    ['bind', 'pool.¶take((;'],
    ['activate', "tracer.¶startSpan('a');"],
    ['activate', "for (const x of y) {\n  const s = tracer.¶startSpan('a');\n  if (x) continue;\n}"],
    ['activate', "function* f() {\n  const s = tracer.¶startSpan('a');\n  yield 1;\n}"],
    ['inject', 'class A { reply = ¶fetch(url); }'],
    ['inject', 'await stock.¶ask(sku);'],
    ['inject', 'await ¶fetch(url, { headers: [["a", "b"]] });'],
    ['message', "redis.¶publish('o', text);"],
    ['extract', "const f = (job) => tracer.¶startSpan('a');"],
    ['finally', "tracer.¶startActiveSpan('a', (s) => {\n  setTimeout(() => s.end(), 5);\n});"],
    ['finally', "async function f() {\n  const s = tracer.¶startSpan('a');\n  return keep(s);\n}"],
    ['finally', "tracer.¶startActiveSpan('a', (s) => {\n  return load();\n});"],
    [
      'move',
      "function f() {\n  const row = ¶load(id);\n  use(row);\n  tracer.startActiveSpan('a', (s) => {\n    use(row);\n  });\n}",
    ],
    ['root', 'const s = await ¶start(await port());'],
    ['await', 'function f() {\n  ¶send(to);\n}'],
    ['await', 'const sent = ¶send(to);'],
  ])('none, rather than a wrong one, %s: %s', (kind, marked) => {
    expect(FIXES[kind](textAt(marked))?.snippet ?? null).toBeNull();
  });
});
