/** A shop window: articles are loaded in batches, one question to each shelf, in the manner of DataLoader. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, context, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('articles');

interface Waiting<V> {
  readonly key: string;
  readonly context: Context;
  readonly resolve: (value: V) => void;
  readonly reject: (reason: unknown) => void;
}

/** Collects the keys of one turn of the event loop, and asks for all of them at once. */
class Loader<V> {
  readonly #batch: (keys: string[], contexts: Context[]) => Promise<V[]>;
  #waiting: Waiting<V>[] = [];

  constructor(batch: (keys: string[], contexts: Context[]) => Promise<V[]>) {
    this.#batch = batch;
  }

  load(key: string): Promise<V> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#dispatch());
      this.#waiting.push({ key, context: context.active(), resolve, reject });
    });
  }

  #dispatch(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    const keys = waiting.map(({ key }) => key);
    const contexts = waiting.map((one) => one.context);
    this.#batch(keys, contexts).then(
      (values) => {
        for (const [index, { resolve }] of waiting.entries()) resolve(values[index] as V);
      },
      (error) => {
        for (const { reject } of waiting) reject(error);
      },
    );
  }
}

async function askShelf(sku: string): Promise<string> {
  const span = tracer.startSpan(`ask shelf for ${sku}`, { kind: SpanKind.CLIENT });
  await sleep(5);
  span.end();
  return `a ${sku}`;
}

const articles = new Loader<string>((skus, contexts) =>
  Promise.all(skus.map((sku, i) => context.with(contexts[i] ?? context.active(), () => askShelf(sku)))),
);

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
