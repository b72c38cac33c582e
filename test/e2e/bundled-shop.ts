import { join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import { project } from './command.js';

const PACKAGE = '{"name":"shop","version":"1.0.0"}';

export const LOSSY_PACKAGE = '{"name":"lossy-store","version":"3.1.0","main":"index.js"}';
/** One connection, and whoever waits for it is called by whoever gives it back. Makes spans, as an instrumented client does. */
export const LOSSY = `const { trace } = require('@opentelemetry/api');
let free = true;
const waiting = [];
function acquire(callback) {
  if (!free) return void waiting.push(callback);
  free = false;
  setImmediate(callback);
}
function release() {
  const next = waiting.shift();
  if (next) next();
  else free = true;
}
exports.acquire = acquire;
exports.release = release;
exports.get = function get(key) {
  return new Promise((resolve) => {
    acquire(() => {
      const span = trace.getTracer('store').startSpan('store ' + key);
      setImmediate(() => {
        span.end();
        resolve(key);
        release();
      });
    });
  });
};
`;

export const ORDERS = `import { trace } from '@opentelemetry/api';
import { acquire, get, release } from 'lossy-store';

const tracer = trace.getTracer('shop');

interface Order {
  id: string;
}

export function loadOrder({ id }: Order, done: () => void): void {
  acquire(() => {
    const span = tracer.startSpan(\`query \${id}\`);
    setImmediate(() => {
      span.end();
      release();
      done();
    });
  });
}

export async function readOrder({ id }: Order): Promise<string> {
  return get(id);
}
`;

const MAIN = `import { trace } from '@opentelemetry/api';
import { loadOrder, readOrder } from './orders.js';

const tracer = trace.getTracer('shop');
function request(id: string): Promise<void> {
  return tracer.startActiveSpan(\`request \${id}\`, (span) => new Promise<void>((resolve) => {
    loadOrder({ id }, () => {
      span.end();
      resolve();
    });
  }));
}
async function read(id: string): Promise<void> {
  await tracer.startActiveSpan(\`read \${id}\`, async (span) => {
    await readOrder({ id });
    span.end();
  });
}
export async function main(): Promise<void> {
  await Promise.all(['A', 'B', 'C'].map(request));
  await Promise.all(['A', 'B', 'C'].map(read));
  console.log('served');
}
function where(): string {
  return (new Error('told').stack ?? '').split('\\n')[1]?.trim() ?? '';
}
export const told = where();
`;

const ENTRY = `import { main, told } from './main.js';
console.log(told);
main();
`;

const WITH_SDK = `import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { context, trace } from '@opentelemetry/api';
import { main } from './main.js';

const early = trace.getTracer('early');
const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
console.log(trace.setGlobalTracerProvider(provider));
console.log(context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
early.startSpan('early').end();
main().then(() => console.log(exporter.getFinishedSpans().length));
`;

/** A shop with a dependency that loses the context, to be bundled. */
export function shop(): string {
  const folder = project({
    'app/package.json': PACKAGE,
    'app/node_modules/lossy-store/package.json': LOSSY_PACKAGE,
    'app/node_modules/lossy-store/index.js': LOSSY,
    'app/src/orders.ts': ORDERS,
    'app/src/main.ts': MAIN,
    'app/src/entry.ts': ENTRY,
    'app/src/with-sdk.ts': WITH_SDK,
  });
  return join(folder, 'app');
}

/** ES modules have no `require`, which bundled CommonJS asks Node's modules of. */
const REQUIRE = "import{createRequire as $r}from'node:module';const require=$r(import.meta.url);";

export function bundle(app: string, outfile: string, options: BuildOptions): void {
  const esm = options.format === 'esm';
  buildSync({
    absWorkingDir: app,
    entryPoints: ['src/entry.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    logLevel: 'error',
    ...(esm ? { banner: { js: REQUIRE } } : {}),
    ...options,
  });
}
