/** A mail service of some age: Q promises, whose queue is emptied in the context of who filled it first. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import Q from 'q';

const tracer = trace.getTracer('mail');
const templates = new Map([['welcome', 'Hello {name}, good to see you.']]);

function loadTemplate(name: string): Q.Promise<string> {
  const text = templates.get(name);
  return text === undefined ? Q.reject(new Error(`no template ${name}`)) : Q(text);
}

function compose(template: string, to: string): string {
  const span = tracer.startSpan(`compose to ${to}`);
  try {
    return template.replace('{name}', to);
  } finally {
    span.end();
  }
}

async function deliver(to: string, text: string): Promise<string> {
  const span = tracer.startSpan(`deliver to ${to}`, { kind: SpanKind.CLIENT });
  await sleep(5);
  span.end();
  return `250 ${to}: ${text.length} bytes`;
}

function sendMail(to: string): Promise<string> {
  return tracer.startActiveSpan(`POST /mail/${to}`, { kind: SpanKind.SERVER }, async (span) => {
    const text = await loadTemplate('welcome')
      .then((template) => compose(template, to))
      .catch((error: Error) => `(${error.message})`);
    const reply = await deliver(to, text);
    span.end();
    return reply;
  });
}

const replies = await Promise.all(['ada', 'bob'].map((to) => sendMail(to)));
console.log(replies.join('\n'));
