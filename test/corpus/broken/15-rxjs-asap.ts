/** A search index; what is to be done "soon" goes to RxJS's asap scheduler, which flushes for all in one go. */

import { SpanKind, trace } from '@opentelemetry/api';
import { asapScheduler } from 'rxjs';

const tracer = trace.getTracer('search');
const index = new Map<string, string[]>();

function tokens(text: string): string[] {
  return text.toLowerCase().split(/\W+/).filter(Boolean);
}

function indexSoon(id: string, text: string): Promise<number> {
  return new Promise((resolve) => {
    asapScheduler.schedule(() => {
      const span = tracer.startSpan(`index doc-${id}`);
      const words = tokens(text);
      for (const word of words) index.set(word, [...(index.get(word) ?? []), id]);
      span.end();
      resolve(words.length);
    });
  });
}

async function post(id: string, text: string): Promise<string> {
  return tracer.startActiveSpan(`POST /docs/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return `${id}: ${await indexSoon(id, text)} words`;
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all([post('1', 'To be, or not to be'), post('2', 'That is the question')]));
console.log(index.get('be'));
