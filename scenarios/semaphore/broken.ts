/** Photo uploads; resizing needs much memory, so no more than two photos are resized at a time. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('photos');

type Holder = (release: () => void) => void;

class Semaphore {
  #free: number;
  readonly #queue: Holder[] = [];

  constructor(permits: number) {
    this.#free = permits;
  }

  acquire(holder: Holder): void {
    this.#queue.push(holder);
    this.#grant();
  }

  #grant(): void {
    if (this.#free === 0) return;
    const holder = this.#queue.shift();
    if (!holder) return;
    this.#free--;
    holder(() => {
      this.#free++;
      this.#grant();
    });
  }
}

const resizers = new Semaphore(2);

function resize(photo: string): Promise<string> {
  return tracer.startActiveSpan('resize photo', async (span) => {
    try {
      span.setAttribute('photo', photo);
      await sleep(15);
      return `${photo}-small`;
    } finally {
      span.end();
    }
  });
}

function thumbnailOf(photo: string): Promise<string> {
  return new Promise((resolve, reject) => {
    resizers.acquire(async (release) => {
      try {
        resolve(await resize(photo));
      } catch (error) {
        reject(error);
      } finally {
        release();
      }
    });
  });
}

function store(file: string): Promise<string> {
  return tracer.startActiveSpan('store file', { kind: SpanKind.CLIENT }, async (span) => {
    try {
      await sleep(60);
      return `stored ${file}`;
    } finally {
      span.end();
    }
  });
}

function upload(photo: string): Promise<string> {
  return tracer.startActiveSpan(`PUT /photos/${photo}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await store(await thumbnailOf(photo));
    } finally {
      span.end();
    }
  });
}

const photos = ['beach', 'forest', 'lake', 'hill', 'dune'];
for (const answer of await Promise.all(photos.map((photo) => upload(photo)))) console.log(answer);
