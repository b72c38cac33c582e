/** A lazily started poll loop that leaves the request's context behind before it does anything. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import Keyv from 'keyv';

const tracer = trace.getTracer('flags');
const flags = new Keyv<boolean>();
let watching: Promise<void> | undefined;
let rounds = 0;

async function ask(): Promise<boolean> {
  const span = tracer.startSpan('ask flag server', { kind: SpanKind.CLIENT });
  await sleep(2);
  span.end();
  return rounds % 2 === 1;
}

async function poll(): Promise<void> {
  while (rounds < 2) {
    const round = ++rounds;
    await tracer.startActiveSpan(`poll flags ${round}`, async (span) => {
      await flags.set('dark-mode', await ask());
      span.end();
    });
    await sleep(6);
  }
}

function ensureWatching(): void {
  watching ??= context.with(ROOT_CONTEXT, poll);
}

async function isOn(flag: string): Promise<boolean> {
  ensureWatching();
  const span = tracer.startSpan('read flags');
  const on = (await flags.get(flag)) ?? false;
  span.end();
  return on;
}

async function home(): Promise<string> {
  return tracer.startActiveSpan('GET /home', { kind: SpanKind.SERVER }, async (span) => {
    const dark = await isOn('dark-mode');
    span.end();
    return dark ? 'dark' : 'light';
  });
}

console.log(await home());
await watching;
console.log(await home());
