/** Listeners are registered while the bootstrap span is open; they do the work of the requests that emit. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { EventEmitter } from 'eventemitter3';

const tracer = trace.getTracer('users');
const bus = new EventEmitter<{ registered: (user: string) => void }>();
const outbox: string[] = [];
let users = 0;

async function boot(): Promise<void> {
  await tracer.startActiveSpan('boot', async (span) => {
    bus.on('registered', (user) => {
      tracer.startActiveSpan(`mail to ${user}`, (mail) => {
        outbox.push(user);
        mail.end();
      });
    });
    bus.on('registered', (user) => {
      const count = tracer.startSpan(`count ${user}`);
      users++;
      count.end();
    });
    const open = tracer.startSpan('open outbox');
    await sleep(12);
    open.end();
    span.end();
  });
}

function post(user: string): string {
  return tracer.startActiveSpan(`POST /users/${user}`, { kind: SpanKind.SERVER }, (span) => {
    bus.emit('registered', user);
    span.end();
    return `${user} is number ${users}`;
  });
}

const booting = boot();
await sleep(2);
console.log(post('ada'));
console.log(post('bob'));
await booting;
console.log(outbox);
