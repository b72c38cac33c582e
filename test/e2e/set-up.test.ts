import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { doctor, jsonReport, plain, project } from './command.js';

/** An SDK whose exporter hands out what it got, as `name<parent`. */
const KIT = `
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
const collector = new InMemorySpanExporter();
const spanProcessors = [new SimpleSpanProcessor(collector)];
export const makeProvider = (options) => new BasicTracerProvider({ spanProcessors, ...options });
export const registerProvider = (options) => trace.setGlobalTracerProvider(makeProvider(options));
export const registerManager = () => context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
export function exported() {
  const spans = collector.getFinishedSpans();
  const nameOf = (id) => spans.find((span) => span.spanContext().spanId === id)?.name ?? (id ? 'unknown' : 'none');
  return spans.map((span) => span.name + '<' + nameOf(span.parentSpanContext?.spanId)).join();
}
`;

const API = "import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';\n";
const ALL = `${API}import { exported, makeProvider, registerManager, registerProvider } from './kit.mjs';
const tracer = trace.getTracer('app');
`;

/** A package with a copy of the API of its own, of another version than the app's. */
const LIBRARY = 'packages/node_modules/lib';
const LIBRARY_CODE = `
const { trace } = require('@opentelemetry/api');
const early = trace.getTracer('lib');
exports.work = () => early.startSpan('early tracer').end();
exports.later = () => trace.getTracer('lib').startSpan('later tracer').end();
exports.silent = () => new (require('@opentelemetry/api').ProxyTracerProvider)().getTracer('').startSpan('meant').end();
exports.diag = require('@opentelemetry/api').diag;
`;

function withLibrary(version: string, program: string, copy = 'node_modules/@opentelemetry/api'): string {
  const code = LIBRARY_CODE.replaceAll("'@opentelemetry/api'", `'${copy.replace('node_modules/', '')}'`);
  const folder = project({
    'kit.mjs': KIT,
    'app.mjs': `${ALL}import lib from './${LIBRARY}/index.js';\n${program}`,
    [`${LIBRARY}/index.js`]: code,
    [`${LIBRARY}/package.json`]: '{ "name": "lib", "version": "2.0.0" }',
  });
  const target = join(folder, LIBRARY, copy);
  cpSync('node_modules/@opentelemetry/api', target, { recursive: true });
  for (const file of ['package.json', 'build/src/version.js']) {
    const text = readFileSync(join(target, file), 'utf8');
    writeFileSync(join(target, file), text.replaceAll(/(["'])1\.9\.\d+\1/g, `$1${version}$1`));
  }
  return folder;
}

const REGISTER = 'registerManager();\nregisterProvider();\n';

/** What the program prints by itself, and with us, which has to be the same, and the report on it. */
function both(folder: string): { output: string; report: Report } {
  const { stdout } = plain(['app.mjs'], folder);
  const { report, ran } = jsonReport(['app.mjs'], folder);
  expect(ran.stderr).toBe(stdout);
  return { output: stdout.trim(), report };
}

function program(text: string, more: Readonly<Record<string, string>> = {}): string {
  return project({ 'kit.mjs': KIT, 'app.mjs': ALL + text, ...more });
}

function found({ findings }: Report): string[] {
  return findings.map(({ rule, occurrences, cause }) => {
    const { file, line } = cause?.boundary ?? {};
    return `${rule} ×${occurrences} at ${file}:${line}`;
  });
}

describe('late-sdk', () => {
  it('lists what was lost, and leaves what the app exports as it is', () => {
    const { output, report } = both(
      program(`
const boot = tracer.startSpan('boot');
const kept = context.active();
const job = tracer.startActiveSpan('warm up', async (span) => {
  await null;
  tracer.startSpan('in warm up').end();
  span.end();
});
${REGISTER}
await job;
tracer.startSpan('passed', {}, trace.setSpan(ROOT_CONTEXT, boot)).end();
tracer.startSpan('kept', {}, kept).end();
context.with(trace.setSpan(ROOT_CONTEXT, boot), () => tracer.startSpan('inside').end());
boot.end();
console.log(exported(), trace.isSpanContextValid(boot.spanContext()));
`),
    );
    expect(output).toBe('in warm up<none,passed<none,kept<none,inside<none false');
    expect(found(report)).toEqual(['late-sdk ×2 at app.mjs:5']);
    expect(report.findings[0]?.span).toBeNull();
    expect(report.findings[0]?.spans.map(({ name }) => name)).toEqual(['boot', 'warm up']);
    expect(report.findings[0]?.cause?.evidence[0]?.statement).toMatch(
      /\(BasicTracerProvider\).* 2 spans .*\(kit\.mjs:8:\d+\)$/,
    );
    expect(report.setup.join('\n')).toMatch(
      /registered at kit\.mjs:8:\d+, after 2 spans: a tracer provider \(BasicTracerProvider of @opentelemetry\/sdk-trace-base 2/,
    );
  });

  it('is silent about a tracer that was fetched early, and about threads without an SDK', () => {
    const { output, report } = both(
      program(
        `
import { Worker } from 'node:worker_threads';
${REGISTER}
const worker = new Worker(new URL('./worker.mjs', import.meta.url));
await new Promise((left) => worker.once('exit', left));
tracer.startSpan('one').end();
console.log(exported());
`,
        { 'worker.mjs': `${API}trace.getTracer('worker').startSpan('in a thread').end();` },
      ),
    );
    expect(output).toBe('one<none');
    expect(found(report)).toEqual([]);
    expect(report.runtime).toMatchObject({ sdk: 'app', threads: 2 });
  });
});

describe('no-context-manager', () => {
  it('lists what would have been a child, and activates nothing', () => {
    const { output, report } = both(
      program(`
registerProvider();
const work = async () => {
  await null;
  tracer.startActiveSpan('query', (span) => {
    tracer.startSpan('row').end();
    span.end();
  });
};
await tracer.startActiveSpan('request', async (span) => {
  await work();
  span.end();
});
const ran = context.with(ROOT_CONTEXT, function (a) { return [this, a, context.active() === ROOT_CONTEXT]; }, 'self', 1);
console.log(exported(), JSON.stringify(ran), context.bind(ROOT_CONTEXT, work) === work);
`),
    );
    expect(output).toBe('row<none,query<none,request<none ["self",1,true] true');
    expect(found(report)).toEqual(['no-context-manager ×2 at kit.mjs:8']);
    expect(report.findings[0]?.spans).toMatchObject([
      { name: 'query', actualParent: null, expectedParent: 'request' },
      { name: 'row', actualParent: null, expectedParent: 'query' },
    ]);
    expect(report.findings[0]?.checkpoints.map(({ label, spanName }) => [label, spanName])).toEqual([
      ['pre-boundary', 'request'],
      ['post-boundary', null],
    ]);
    expect(report.setup).toContain('the app registered no context manager, so no span is ever active');
  });

  it('is silent where contexts are passed on by hand, where roots are meant, and where the manager comes in time', () => {
    const { output, report } = both(
      program(`
registerProvider();
const request = tracer.startSpan('request');
const query = tracer.startSpan('query', {}, trace.setSpan(ROOT_CONTEXT, request));
query.end();
tracer.startActiveSpan('alone', (span) => span.end());
tracer.startActiveSpan('asked for', (span) => {
  tracer.startSpan('root', { root: true }).end();
  tracer.startSpan('linked', { links: [{ context: span.spanContext() }] }).end();
  context.with(ROOT_CONTEXT, () => tracer.startSpan('detached').end());
  span.end();
});
request.end();
registerManager();
tracer.startActiveSpan('later', (span) => {
  tracer.startSpan('child').end();
  span.end();
});
console.log(exported());
`),
    );
    expect(output).toBe(
      'query<request,alone<none,root<none,linked<none,detached<none,asked for<none,request<none,child<later,later<none',
    );
    expect(found(report)).toEqual([]);
  });
});

describe('duplicate-api', () => {
  const USE = `${REGISTER}tracer.startActiveSpan('request', (span) => {
  lib.work();
  lib.later();
  span.end();
});
console.log(exported());
`;

  it('names a newer copy that refuses what the app has registered', () => {
    const { output, report } = both(withLibrary('1.10.0', USE));
    expect(output).toBe('request<none');
    expect(found(report)).toEqual(['duplicate-api ×2 at app.mjs:8']);
    expect(report.findings[0]?.message).toContain(
      '@opentelemetry/api 1.10.0 (packages/node_modules/lib/node_modules/@opentelemetry/api) talks to nobody',
    );
  });

  it('knows a copy that goes by another name', () => {
    const { report } = both(withLibrary('1.10.0', USE, 'node_modules/api-of-lib'));
    expect(found(report)).toEqual(['duplicate-api ×2 at app.mjs:8']);
  });

  it('names an older copy for the tracer that it had given away early, and for no other', () => {
    const { output, report } = both(withLibrary('1.8.0', USE));
    expect(output).toBe('later tracer<request,request<none');
    expect(found(report)).toEqual(['duplicate-api ×1 at app.mjs:8']);
  });

  it('says that the SDK was refused, as another copy had registered something before', () => {
    const { output, report } = both(
      withLibrary(
        '1.10.0',
        `lib.diag.setLogger({ error() {}, warn() {}, info() {}, debug() {}, verbose() {} });\n${USE}`,
      ),
    );
    expect(output).toBe('');
    expect(found(report)).toEqual(['duplicate-api ×3 at kit.mjs:8']);
    expect(report.runtime.sdk).toBe('none');
    expect(report.summary.whyNoSpans[0]).toContain('no copy of @opentelemetry/api');
  });

  it('is silent about copies that nobody asks, that understand each other, or that share our SDK', () => {
    const unused = both(withLibrary('1.10.0', `${REGISTER}tracer.startSpan('one').end();\nconsole.log(exported());`));
    expect([unused.output, found(unused.report)]).toEqual(['one<none', []]);
    const older = both(withLibrary('1.8.0', `${REGISTER}lib.later();\nlib.silent();\nconsole.log(exported());`));
    expect([older.output, found(older.report)]).toEqual(['later tracer<none', []]);
    const shared = both(withLibrary('1.10.0', USE.replace(REGISTER, '')));
    expect(found(shared.report)).toEqual([]);
    expect(shared.report.summary).toMatchObject({ spans: 3, roots: 1 });
  });
});

describe("the app's own set-up", () => {
  it('is seen with what it had made before it was registered', () => {
    const { output, report } = both(
      program(`
registerManager();
const provider = makeProvider();
const own = provider.getTracer('own');
trace.setGlobalTracerProvider(provider);
own.startSpan('one').end();
console.log(exported(), trace.setGlobalTracerProvider(makeProvider()));
`),
    );
    expect(output).toBe('one<none false');
    expect(report.summary.spans).toBe(1);
    expect(report.setup.at(-1)).toMatch(
      /^the API refused at app\.mjs:10:\d+, as there was one already: a tracer provider/,
    );
  });

  it('has samplers that record and do not export, under which children have no parent', () => {
    const { report } = both(
      program(`
const decisions = { dropped: 0, recorded: 1 };
const sampler = { shouldSample: (_, __, name) => ({ decision: decisions[name] ?? 2 }), toString: () => 'by name' };
registerManager();
registerProvider({ sampler });
for (const parent of Object.keys(decisions)) {
  tracer.startActiveSpan('request', (request) => {
    tracer.startActiveSpan(parent, (span) => {
      tracer.startActiveSpan('recorded', (inner) => inner.end());
      tracer.startSpan('child of ' + parent).end();
      span.end();
    });
    request.end();
  });
}
`),
    );
    expect(report.findings.flatMap(({ spans }) => spans.map(({ name }) => name))).toEqual([
      'child of dropped',
      'child of recorded',
    ]);
    expect(found(report)).toEqual(['missing-parent ×2 at app.mjs:11']);
  });

  it('may come out of a package', () => {
    const register = 'packages/node_modules/set-up/register.mjs';
    const folder = project({
      'app.mjs': `${API}trace.getTracer('app').startSpan('one').end();`,
      [register]: `${KIT}${REGISTER}`,
    });
    const { stdout } = doctor(
      ['run', '--format', 'json', '--', process.execPath, '--import', `./${register}`, 'app.mjs'],
      folder,
    );
    const { runtime, setup } = JSON.parse(stdout) as Report;
    expect(runtime.sdk).toBe('app');
    expect(setup.join('\n')).toMatch(new RegExp(`the app registered at ${register}:\\d+:\\d+: a tracer provider`));
  });

  it('may be anything, and stays what it is', () => {
    const { output, report } = both(
      program(`
const log = [];
const tried = (what) => {
  try {
    log.push(String(what()));
  } catch ({ message }) {
    log.push(message);
  }
};
const started = () => trace.getTracer('x').startSpan('one').end();
const provider = makeProvider();
class Own {
  get _tracers() { throw new Error('looked at'); }
  getTracer(...args) { return provider.getTracer(...args); }
}
for (const one of [undefined, {}, Object.freeze(new Own()), new Own(), new Proxy(provider, {})]) {
  tried(() => trace.setGlobalTracerProvider(one));
  tried(() => trace.setGlobalTracerProvider(provider));
  tried(started);
  trace.disable();
}
for (const one of [null, {}, Object.freeze({ active: () => ROOT_CONTEXT, with: (_, run) => run() })]) {
  tried(() => context.setGlobalContextManager(one));
  tried(() => context.with(ROOT_CONTEXT, () => 'ran'));
  tried(() => context.disable());
}
registerProvider();
tried(() => context.with(ROOT_CONTEXT, () => { throw new Error('thrown'); }));
tried(() => trace.wrapSpanContext(undefined).constructor.name);
tried(() => typeof trace.setSpanContext(ROOT_CONTEXT, { get traceFlags() { throw new Error('looked at'); } }));
for (const api of [trace, context, provider]) log.push(Object.keys(api));
console.log(log.join(' '));
`),
    );
    expect(output).not.toContain('looked at');
    expect(report.summary).toMatchObject({ spans: 2, cutOff: null });
  });

  it('has contexts that were made by hand, of spans that nobody has recorded', () => {
    const { report } = both(
      program(`
${REGISTER}
const parent = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
const made = trace.setSpanContext(ROOT_CONTEXT, parent);
const wrapped = trace.setSpan(ROOT_CONTEXT, trace.wrapSpanContext({ ...parent, isRemote: false }));
const remote = trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true });
const known = tracer.startSpan('known');
const local = trace.setSpanContext(ROOT_CONTEXT, { ...known.spanContext() });
for (const parent of [made, wrapped, remote, local]) tracer.startSpan('child', {}, parent).end();
known.end();
`),
    );
    expect(found(report)).toEqual(['missing-parent ×1 at app.mjs:9', 'missing-parent ×1 at app.mjs:10']);
  });

  it.each(['--import', '--require'])('may come by %s', (option) => {
    const folder = program("await globalThis.setUp;\ntracer.startSpan('one').end();\nconsole.log(exported());", {
      'set-up.mjs':
        "import { registerManager, registerProvider } from './kit.mjs';\nregisterManager();\nregisterProvider();\n",
      'set-up.cjs': "globalThis.setUp = import('./set-up.mjs');",
    });
    const args = option === '--import' ? ['--import', './set-up.mjs'] : ['--require', './set-up.cjs'];
    const { stdout, stderr } = doctor(['run', '--', process.execPath, ...args, 'app.mjs'], folder);
    expect(stdout).toBe('one<none\n');
    expect(stderr).toMatch(/the app registered at kit\.mjs:8:\d+/);
  });
});
