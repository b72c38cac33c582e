// The child process of fixed.ts.
import { setTimeout as sleep } from 'node:timers/promises';
import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('resizer');

function resize(image: string): Promise<{ image: string; bytes: number }> {
  return tracer.startActiveSpan('resize', async (span) => {
    span.setAttribute('image', image);
    await sleep(10);
    span.end();
    return { image, bytes: 1024 };
  });
}

process.on('message', ({ carrier, image }: { carrier: object; image: string }) => {
  const parent = propagation.extract(ROOT_CONTEXT, carrier);
  context.with(parent, async () => {
    process.send?.(await resize(image));
  });
});
