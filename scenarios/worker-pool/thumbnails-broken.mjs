// The worker of broken.ts. Plain JavaScript: tsx does not compile for worker threads on Node 20.
import { setTimeout as sleep } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';

const tracer = trace.getTracer('thumbnails');

export default function makeThumbnail({ photo, width }) {
  return tracer.startActiveSpan(`shrink ${photo}`, async (span) => {
    try {
      await sleep(5);
      return `${photo}-${width}.jpg`;
    } finally {
      span.end();
    }
  });
}
