/** A photo service. Thumbnails are made by a pool of one thread, where requests queue up. */

import { SpanKind, trace } from '@opentelemetry/api';
import { Piscina } from 'piscina';

const tracer = trace.getTracer('photos');

const pool = new Piscina({
  filename: new URL('./thumbnails-broken.mjs', import.meta.url).href,
  minThreads: 1,
  maxThreads: 1,
});

function thumbnailOf(photo: string, width: number): Promise<string> {
  return pool.run({ photo, width });
}

function upload(photo: string): Promise<string> {
  return tracer.startActiveSpan(`POST /photos/${photo}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await thumbnailOf(photo, 120);
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all(['cat', 'dog', 'owl'].map(upload)));
await pool.close();
