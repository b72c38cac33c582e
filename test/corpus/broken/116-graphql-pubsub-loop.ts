/** Slides are rendered by a loop over an iterator of graphql-subscriptions' PubSub, which was started at boot. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { PubSub } from 'graphql-subscriptions';

const tracer = trace.getTracer('slides');
const bus = new PubSub();

interface RenderJob {
  readonly slide: number;
  readonly rendered: (png: string) => void;
}

async function renderer(): Promise<number> {
  let count = 0;
  for await (const { slide, rendered } of bus.asyncIterableIterator<RenderJob>('RENDER')) {
    if (slide === 0) break;
    await tracer.startActiveSpan(`render slide ${slide}`, async (span) => {
      await sleep(3);
      span.end();
    });
    rendered(`slide-${slide}.png`);
    count++;
  }
  return count;
}

const rendering = renderer();
await sleep(2);

async function post(slide: number): Promise<string> {
  return tracer.startActiveSpan(`POST /slides/${slide}`, { kind: SpanKind.SERVER }, async (span) => {
    let rendered: (png: string) => void = () => {};
    const png = new Promise<string>((resolve) => {
      rendered = resolve;
    });
    await bus.publish('RENDER', { slide, rendered });
    const file = await png;
    span.end();
    return file;
  });
}

console.log(await Promise.all([post(1), post(2)]));
await bus.publish('RENDER', { slide: 0, rendered: () => {} });
console.log(`${await rendering} slides`);
