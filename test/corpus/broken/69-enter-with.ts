/** A context manager with a home-made `enter`, which nobody ever leaves: the health checks that follow are its prey. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, context, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

class EnterableContextManager extends AsyncLocalStorageContextManager {
  enter(entered: Context): void {
    // biome-ignore lint/complexity/useLiteralKeys: it is private, which is how people come by it
    this['_asyncLocalStorage'].enterWith(entered);
  }
}

const manager = new EnterableContextManager();
new NodeTracerProvider().register({ contextManager: manager });
const tracer = trace.getTracer('health');

async function load(name: string): Promise<string> {
  const span = tracer.startSpan(`load ${name}`);
  await sleep(2);
  span.end();
  return name.toUpperCase();
}

function handle(name: string): Promise<string> {
  const span = tracer.startSpan(`GET /${name}`, { kind: SpanKind.SERVER });
  manager.enter(trace.setSpan(context.active(), span));
  return load(name).finally(() => span.end());
}

async function check(what: string): Promise<string> {
  const span = tracer.startSpan(`check ${what}`);
  await sleep(1);
  span.end();
  return `${what} is fine`;
}

console.log(await handle('first'));
await sleep(3);
console.log(await check('disk'));
console.log(await check('memory'));
