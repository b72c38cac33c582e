/** One body goes to two sinks; each sink's span is ended by its 'finish', the request waits for both. */

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough, Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('backup');

function sink(name: string): { readonly stream: Writable; readonly size: Promise<number> } {
  const span = tracer.startSpan(`write to ${name}`, { kind: SpanKind.CLIENT });
  let size = 0;
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      setImmediate(done);
    },
  });
  const finished = once(stream, 'finish').then(() => {
    span.setAttribute('bytes', size);
    span.end();
    return size;
  });
  return { stream, size: finished };
}

async function digest(source: Readable): Promise<string> {
  return tracer.startActiveSpan('digest', async (span) => {
    const hash = createHash('sha256');
    await pipeline(source, hash);
    span.end();
    return hash.digest('hex').slice(0, 6);
  });
}

async function put(name: string, parts: string[]): Promise<string> {
  return tracer.startActiveSpan(`PUT /${name}`, { kind: SpanKind.SERVER }, async (span) => {
    const near = sink(`near for ${name}`);
    const far = sink(`far for ${name}`);
    const forHash = new PassThrough();
    const body = Readable.from(parts.map((part) => Buffer.from(part)));
    for (const to of [near.stream, far.stream, forHash]) body.pipe(to);
    const [hash, ...sizes] = await Promise.all([digest(forHash), near.size, far.size]);
    span.end();
    return `${name} ${hash} ${sizes.join()}`;
  });
}

console.log(await Promise.all([put('a', ['one', 'two']), put('b', ['three'])]));
