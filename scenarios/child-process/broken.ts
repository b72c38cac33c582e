/** Uploads get their thumbnails from a child process, which may run out of memory without taking the service along. */

import { fork } from 'node:child_process';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('uploads');

interface Thumbnail {
  readonly image: string;
  readonly bytes: number;
}

const resizer = fork(new URL('./resizer-broken.ts', import.meta.url));
const waiting = new Map<string, (thumbnail: Thumbnail) => void>();

resizer.on('message', (thumbnail: Thumbnail) => {
  waiting.get(thumbnail.image)?.(thumbnail);
  waiting.delete(thumbnail.image);
});

function thumbnailOf(image: string): Promise<Thumbnail> {
  return new Promise((resolve) => {
    waiting.set(image, resolve);
    resizer.send({ image });
  });
}

function upload(image: string): Promise<Thumbnail> {
  return tracer.startActiveSpan(`PUT /images/${image}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await thumbnailOf(image);
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all([upload('i1'), upload('i2'), upload('i3')]));
resizer.disconnect();
