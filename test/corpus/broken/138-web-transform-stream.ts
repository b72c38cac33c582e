/** Number plates: photos go through one web stream, which reads them one after another. */

import { setTimeout as sleep } from 'node:timers/promises';
import { WritableStream } from 'node:stream/web';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('gate');

interface Photo {
  readonly plate: number;
  readonly read: (text: string) => void;
}

const reader = new WritableStream<Photo>({
  async write({ plate, read }) {
    await tracer.startActiveSpan(`read plate ${plate}`, async (span) => {
      await sleep(3);
      span.end();
    });
    read(`AB ${plate}000`);
  },
});
const writer = reader.getWriter();

async function recognise(plate: number): Promise<string> {
  let read: (text: string) => void = () => {};
  const text = new Promise<string>((resolve) => {
    read = resolve;
  });
  await writer.write({ plate, read });
  return text;
}

async function post(plate: number): Promise<string> {
  return tracer.startActiveSpan(`POST /gate/${plate}`, { kind: SpanKind.SERVER }, async (span) => {
    const text = await recognise(plate);
    span.end();
    return `${text} may pass`;
  });
}

console.log(await Promise.all([1, 2, 3].map(post)));
await writer.close();
