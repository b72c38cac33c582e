/** Articles are stored at once; the search index follows in the background, soon after it is told that something changed. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('articles');
const articles = new Map<string, string>();
let index: string[] = [];

/** The doorbell of the indexer: any number of rings while nobody listens count as one. */
class Doorbell {
  #rung = false;
  #answer: (() => void) | undefined;

  ring(): void {
    this.#rung = true;
    this.#answer?.();
  }

  async heard(): Promise<void> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        this.#answer = resolve;
      });
    }
    this.#rung = false;
    this.#answer = undefined;
  }
}

const changed = new Doorbell();
let closing = false;

function readAll(): Promise<string[]> {
  return tracer.startActiveSpan('SELECT articles', { kind: SpanKind.CLIENT }, async (span) => {
    try {
      await sleep(3);
      return [...articles.keys()].sort();
    } finally {
      span.end();
    }
  });
}

function rebuildIndex(): Promise<void> {
  return tracer.startActiveSpan('rebuild index', async (span) => {
    try {
      index = await readAll();
      span.setAttribute('index.size', index.length);
    } finally {
      span.end();
    }
  });
}

async function runIndexer(): Promise<void> {
  while (!closing) {
    await changed.heard();
    await rebuildIndex();
  }
}

const indexer = runIndexer();

function renderPreview(title: string): Promise<string> {
  return tracer.startActiveSpan('render preview', async (span) => {
    try {
      await sleep(20);
      return `preview of ${title}: ${articles.get(title)}`;
    } finally {
      span.end();
    }
  });
}

function putArticle(title: string, text: string): Promise<string> {
  return tracer.startActiveSpan(`PUT /articles/${title}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      articles.set(title, text);
      changed.ring();
      return await renderPreview(title);
    } finally {
      span.end();
    }
  });
}

console.log(await putArticle('rivers', 'They flow.'));
console.log(await Promise.all([putArticle('lakes', 'They lie.'), putArticle('hills', 'They rise.')]));
closing = true;
changed.ring();
await indexer;
console.log(index);
