/** The first subscription starts the cron job that sends everybody's report. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import cron, { type ScheduledTask } from 'node-cron';

const tracer = trace.getTracer('reports');
const subscribers: string[] = [];
let report: ScheduledTask | undefined;
let sent = 0;

async function sendReport(): Promise<void> {
  if (sent === 2) return;
  await tracer.startActiveSpan('send report', { attributes: { to: subscribers } }, async (span) => {
    await sleep(1);
    span.end();
    sent++;
  });
}

function subscribe(user: string): void {
  subscribers.push(user);
  if (report === undefined) {
    report = cron.schedule('* * * * * *', () => void sendReport());
  }
}

function post(user: string): string {
  return tracer.startActiveSpan(`POST /subscriptions/${user}`, { kind: SpanKind.SERVER }, (span) => {
    subscribe(user);
    span.end();
    return `${subscribers.length} subscribed`;
  });
}

console.log(post('ada'));
console.log(post('bob'));
while (sent < 2) await sleep(20);
await report?.stop();
console.log(`${sent} reports`);
