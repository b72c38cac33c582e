/** Feature flags: the first request starts a loop that polls for changes, and waits for its first round. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import Keyv from 'keyv';

const tracer = trace.getTracer('flags');
const flags = new Keyv<boolean>();
let watching: Promise<void> | undefined;
let rounds = 0;
let first = (): void => {};
const firstRound = new Promise<void>((resolve) => {
  first = resolve;
});

async function pollOnce(): Promise<void> {
  const round = ++rounds;
  await tracer.startActiveSpan(`poll flags ${round}`, { kind: SpanKind.CLIENT }, async (span) => {
    await sleep(2);
    await flags.set('dark-mode', round % 2 === 1);
    span.end();
  });
}

async function watchFlags(): Promise<void> {
  while (rounds < 3) {
    await pollOnce();
    first();
    await sleep(12);
  }
}

async function isOn(flag: string): Promise<boolean> {
  watching ??= watchFlags();
  await firstRound;
  return (await flags.get(flag)) ?? false;
}

async function home(): Promise<string> {
  return tracer.startActiveSpan('GET /home', { kind: SpanKind.SERVER }, async (span) => {
    const dark = await isOn('dark-mode');
    span.end();
    return dark ? 'dark' : 'light';
  });
}

console.log(await home());
console.log(await home());
await watching;
console.log(`${rounds} rounds`);
