/** A queue of fastq: the job brings its context along, and the worker enters it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, context, SpanKind, trace } from '@opentelemetry/api';
import { promise as fastq } from 'fastq';

const tracer = trace.getTracer('encoder');

interface Job {
  readonly file: string;
  readonly context: Context;
}

async function write(file: string): Promise<void> {
  const span = tracer.startSpan(`write ${file}`);
  await sleep(2);
  span.end();
}

async function encode({ file }: Job): Promise<string> {
  return tracer.startActiveSpan(`encode ${file}`, async (span) => {
    await sleep(2);
    await write(file);
    span.end();
    return `${file}.mp3`;
  });
}

const queue = fastq((job: Job) => context.with(job.context, () => encode(job)), 1);

async function post(file: string): Promise<string> {
  return tracer.startActiveSpan(`POST /encode/${file}`, { kind: SpanKind.SERVER }, async (span) => {
    const encoded = await queue.push({ file, context: context.active() });
    span.end();
    return encoded;
  });
}

console.log(await Promise.all([post('a'), post('b')]));
