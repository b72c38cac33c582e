/** Audits are detached from the request on purpose, by a context that was kept when the service started. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, SpanKind, trace } from '@opentelemetry/api';
import PQueue from 'p-queue';

const tracer = trace.getTracer('logins');
/** Nothing is active when a module is loaded. */
const BACKGROUND = context.active();
const audits = new PQueue({ concurrency: 2 });
const stored: string[] = [];

async function store(user: string): Promise<void> {
  const span = tracer.startSpan(`store audit of ${user}`);
  await sleep(2);
  stored.push(user);
  span.end();
}

async function audit(user: string): Promise<void> {
  await tracer.startActiveSpan(`audit login of ${user}`, async (span) => {
    await store(user);
    span.end();
  });
}

function inBackground(work: () => Promise<void>): void {
  context.with(BACKGROUND, () => void audits.add(work));
}

async function logIn(user: string): Promise<string> {
  return tracer.startActiveSpan(`POST /login/${user}`, { kind: SpanKind.SERVER }, async (span) => {
    inBackground(() => audit(user));
    const check = tracer.startSpan(`check ${user}`);
    await sleep(10);
    check.end();
    span.end();
    return `welcome ${user}`;
  });
}

console.log(await logIn('ada'));
console.log(await logIn('bob'));
await audits.onIdle();
console.log(stored);
