/** A mailer whose templates are a when.js promise. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import when from 'when';

const tracer = trace.getTracer('mailer');

type Templates = ReadonlyMap<string, string>;

function loadTemplates(): Promise<Templates> {
  const span = tracer.startSpan('load templates');
  return when(
    new Map([
      ['welcome', 'Welcome, %!'],
      ['goodbye', 'Bye, %.'],
    ]),
  )
    .delay(20)
    .tap(() => span.end()) as unknown as Promise<Templates>;
}

const templates = loadTemplates();

class UnknownTemplate extends Error {}

function fillIn(template: string, name: string): Promise<string> {
  return templates.then((found) => {
    return tracer.startActiveSpan(`fill in ${template}`, (span) => {
      try {
        const text = found.get(template);
        if (text === undefined) throw new UnknownTemplate(template);
        return text.replace('%', name);
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    });
  });
}

async function send(template: string, text: string): Promise<string> {
  const span = tracer.startSpan(`send ${template}`, { kind: SpanKind.CLIENT });
  await sleep(2);
  span.end();
  return `250 OK: ${text}`;
}

function postMail(template: string, name: string): Promise<string> {
  return tracer.startActiveSpan(`POST /mails/${template}`, { kind: SpanKind.SERVER }, async (span) => {
    const text = await fillIn(template, name);
    const answer = await send(template, text);
    span.end();
    return answer;
  });
}

console.log(await Promise.all([postMail('welcome', 'Ada'), postMail('goodbye', 'Bob')]));
