/** A book is rendered section by section; the stream is opened in the request and read by a printer of boot time. */

import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import pMap from 'p-map';

const tracer = trace.getTracer('books');
const orders = [];
const printed = new Map();

async function* sections(title) {
  for (const section of ['intro', 'body']) {
    const span = tracer.startSpan(`render ${section} of ${title}`);
    await sleep(2);
    span.end();
    yield `<${section}>`;
  }
}

function openBook(title) {
  return Readable.from(sections(title));
}

const printer = setInterval(async () => {
  await pMap(orders.splice(0), async ({ title, stream, ready }) => {
    const parts = await stream.toArray();
    printed.set(title, parts.join(''));
    ready();
  });
}, 4);

async function get(title) {
  return tracer.startActiveSpan(`GET /book/${title}`, { kind: SpanKind.SERVER }, async (span) => {
    const stream = openBook(title);
    await new Promise((ready) => {
      orders.push({ title, stream, ready });
    });
    span.end();
    return printed.get(title);
  });
}

console.log(await get('tea'));
clearInterval(printer);
