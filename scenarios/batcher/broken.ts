/** A shop window: articles are loaded in batches, one question to each shelf. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import DataLoader from 'dataloader';

const tracer = trace.getTracer('articles');

async function askShelf(sku: string): Promise<string> {
  const span = tracer.startSpan(`ask shelf for ${sku}`, { kind: SpanKind.CLIENT });
  await sleep(5);
  span.end();
  return `a ${sku}`;
}

const articles = new DataLoader<string, string>((skus) => Promise.all(skus.map(askShelf)));

function getArticle(sku: string): Promise<string> {
  return tracer.startActiveSpan(`GET /articles/${sku}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await articles.load(sku);
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all(['lamp', 'chair', 'table'].map(getArticle)));
