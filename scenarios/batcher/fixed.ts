/** A shop window: articles are loaded in batches, one question to each shelf. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, context, SpanKind, trace } from '@opentelemetry/api';
import DataLoader from 'dataloader';

const tracer = trace.getTracer('articles');

async function askShelf(sku: string): Promise<string> {
  const span = tracer.startSpan(`ask shelf for ${sku}`, { kind: SpanKind.CLIENT });
  await sleep(5);
  span.end();
  return `a ${sku}`;
}

interface Question {
  readonly sku: string;
  readonly asker: Context;
}

const articles = new DataLoader<Question, string, string>(
  (questions) => Promise.all(questions.map(({ sku, asker }) => context.with(asker, () => askShelf(sku)))),
  { cacheKeyFn: ({ sku }) => sku },
);

function getArticle(sku: string): Promise<string> {
  return tracer.startActiveSpan(`GET /articles/${sku}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await articles.load({ sku, asker: context.active() });
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all(['lamp', 'chair', 'table'].map(getArticle)));
