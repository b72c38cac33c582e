/** A document service whose audit trail, statistics and nightly copies have traces of their own. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, ROOT_CONTEXT, type Span, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('documents');
const background: Array<Promise<void>> = [];

async function finish(span: Span, ms: number): Promise<void> {
  await sleep(ms);
  span.end();
}

/** Audit entries are kept for years, traces of requests for days. */
function audit(action: string, origin: Span): Promise<void> {
  const options = { root: true, links: [{ context: origin.spanContext() }] };
  return tracer.startActiveSpan(`audit ${action}`, options, (span) => finish(span, 30));
}

function countView(path: string): Promise<void> {
  const options = { root: true, attributes: { path } };
  return tracer.startActiveSpan('count view', options, (span) => finish(span, 20));
}

function copyToArchive(path: string): Promise<void> {
  return context.with(ROOT_CONTEXT, () => tracer.startActiveSpan(`archive ${path}`, (span) => finish(span, 25)));
}

function load(path: string): Promise<string> {
  return tracer.startActiveSpan('load document', async (span) => {
    await sleep(5);
    span.end();
    return `text of ${path}`;
  });
}

function readDocument(path: string): Promise<string> {
  return tracer.startActiveSpan(`GET ${path}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      background.push(audit('read', span), countView(path), copyToArchive(path));
      return await load(path);
    } finally {
      span.end();
    }
  });
}

const texts = await Promise.all(['/a', '/b', '/c'].map((path) => readDocument(path)));
await Promise.all(background);
for (const text of texts) console.log(text);
