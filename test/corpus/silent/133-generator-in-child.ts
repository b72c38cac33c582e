/** A generator is opened in the request and driven by one of its child spans. */

import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { format } from 'fast-csv';

const tracer = trace.getTracer('exports');

async function* rows(pages: number): AsyncGenerator<{ id: number; name: string }> {
  for (let page = 1; page <= pages; page++) {
    const span = tracer.startSpan(`read page ${page}`, { kind: SpanKind.CLIENT });
    await sleep(2);
    span.end();
    yield { id: page, name: `row of page ${page}` };
  }
}

async function exportRows(from: AsyncIterable<object>): Promise<string> {
  return tracer.startActiveSpan('export rows', async (span) => {
    let text = '';
    const out = new Writable({
      write(chunk, _encoding, done) {
        text += chunk;
        done();
      },
    });
    await pipeline(from, format({ headers: true }), out);
    span.end();
    return text;
  });
}

async function getExport(): Promise<string> {
  return tracer.startActiveSpan('GET /export', { kind: SpanKind.SERVER }, async (span) => {
    const source = rows(2);
    tracer.startSpan('count rows').end();
    const csv = await exportRows(source);
    span.end();
    return csv;
  });
}

console.log(JSON.stringify(await getExport()));
