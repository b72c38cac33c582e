// The child process of broken.ts.
import { setTimeout as sleep } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';

const tracer = trace.getTracer('resizer');

function resize(image: string): Promise<{ image: string; bytes: number }> {
  return tracer.startActiveSpan('resize', async (span) => {
    span.setAttribute('image', image);
    await sleep(10);
    span.end();
    return { image, bytes: 1024 };
  });
}

process.on('message', async ({ image }: { image: string }) => {
  process.send?.(await resize(image));
});
