/** While a page is shown the next one is already loading: a promise is kept, and awaited a step later. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import pMap from 'p-map';

const tracer = trace.getTracer('books');

async function loadPage(page: number): Promise<string[]> {
  return tracer.startActiveSpan(`load page ${page}`, { kind: SpanKind.CLIENT }, async (span) => {
    const lines = await pMap([1, 2], async (line) => {
      await sleep(1);
      return `line ${page}.${line}`;
    });
    span.end();
    return lines;
  });
}

async function show(page: number, content: Promise<string[]>): Promise<string> {
  const lines = await content;
  return tracer.startActiveSpan(`show page ${page}`, async (span) => {
    await sleep(2);
    span.end();
    return lines.join(' / ');
  });
}

async function read(book: number, pages: number): Promise<string[]> {
  return tracer.startActiveSpan(`GET /book/${book}`, { kind: SpanKind.SERVER }, async (span) => {
    const shown: string[] = [];
    let next = loadPage(1);
    for (let page = 1; page <= pages; page++) {
      const content = next;
      await content;
      const showing = show(page, content);
      if (page < pages) next = loadPage(page + 1);
      shown.push(await showing);
    }
    span.end();
    return shown;
  });
}

console.log(await read(1, 3));
