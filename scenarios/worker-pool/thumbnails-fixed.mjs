// The worker of fixed.ts. Plain JavaScript: tsx does not compile for worker threads on Node 20.
import { setTimeout as sleep } from 'node:timers/promises';
import { propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('thumbnails');

export default function makeThumbnail({ photo, width, carrier }) {
  const caller = propagation.extract(ROOT_CONTEXT, carrier);
  return tracer.startActiveSpan(`shrink ${photo}`, {}, caller, async (span) => {
    try {
      await sleep(5);
      return `${photo}-${width}.jpg`;
    } finally {
      span.end();
    }
  });
}
