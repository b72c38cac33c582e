/** Reminders: set in a request, and a root with a link when they are due. */

import { type Span, SpanKind, trace } from '@opentelemetry/api';
import schedule from 'node-schedule';

const tracer = trace.getTracer('reminders');
let rung = (): void => {};
const ringing = new Promise<void>((resolve) => {
  rung = resolve;
});

function remind(what: string, setBy: Span): void {
  const links = [{ context: setBy.spanContext() }];
  tracer.startActiveSpan(`remind of ${what}`, { root: true, links }, (span) => {
    const ring = tracer.startSpan(`ring for ${what}`);
    ring.end();
    span.end();
    rung();
  });
}

function setReminder(what: string, inMs: number): string {
  return tracer.startActiveSpan('POST /reminders', { kind: SpanKind.SERVER }, (span) => {
    const store = tracer.startSpan('store reminder');
    const job = schedule.scheduleJob(new Date(Date.now() + inMs), () => remind(what, span));
    store.end();
    span.end();
    return job === null ? 'too late' : `will remind of ${what}`;
  });
}

console.log(setReminder('tea', 300));
await ringing;
await schedule.gracefulShutdown();
console.log('reminded');
