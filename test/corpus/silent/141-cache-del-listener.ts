/** A session is deleted by an administrator while its owner's request is still open: cleaning up is the deletion's work. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import NodeCache from 'node-cache';

const tracer = trace.getTracer('sessions');
const sessions = new NodeCache({ useClones: false, stdTTL: 0, checkperiod: 0 });
const cleaned: string[] = [];

interface Session {
  readonly user: string;
  readonly files: string[];
}

sessions.on('del', (key: string, session: Session) => {
  const span = tracer.startSpan(`clean up after ${session.user}`, { attributes: { files: session.files.length } });
  cleaned.push(key);
  span.end();
});

async function greet(user: string): Promise<string> {
  const span = tracer.startSpan(`greet ${user}`);
  await sleep(15);
  span.end();
  return `hello ${user}`;
}

async function logIn(user: string): Promise<string> {
  return tracer.startActiveSpan(`POST /sessions/${user}`, { kind: SpanKind.SERVER }, async (span) => {
    const session: Session = { user, files: ['tmp-1', 'tmp-2'] };
    sessions.set(user, session);
    const greeting = await greet(user);
    span.end();
    return greeting;
  });
}

async function remove(user: string): Promise<number> {
  return tracer.startActiveSpan(`DELETE /sessions/${user}`, { kind: SpanKind.SERVER }, async (span) => {
    const count = sessions.del(user);
    await sleep(2);
    span.end();
    return count;
  });
}

const greeting = logIn('ada');
await sleep(2);
console.log(await remove('ada'));
console.log(await greeting, cleaned);
