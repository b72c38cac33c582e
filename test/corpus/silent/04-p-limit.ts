/** Sections of reports, one at a time for all reports: p-limit keeps each caller's context. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import pLimit from 'p-limit';

const tracer = trace.getTracer('reports');
const limit = pLimit(1);

async function section(name: string): Promise<string> {
  return tracer.startActiveSpan(`section ${name}`, async (span) => {
    await sleep(3);
    span.end();
    return `[${name}]`;
  });
}

async function report(id: number): Promise<string> {
  return tracer.startActiveSpan(`GET /report/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const parts = await Promise.all(['a', 'b'].map((part) => limit(() => section(`${id}${part}`))));
    span.end();
    return parts.join('');
  });
}

console.log(await Promise.all([report(1), report(2)]));
