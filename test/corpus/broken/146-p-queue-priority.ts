/** Tracks are fetched one at a time, the important ones first (p-queue). */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import PQueue from 'p-queue';

const tracer = trace.getTracer('music');
const downloads = new PQueue({ concurrency: 1 });

async function fetchTrack(id: number): Promise<string> {
  const span = tracer.startSpan(`fetch track ${id}`, { kind: SpanKind.CLIENT });
  await sleep(3);
  span.end();
  return `track-${id}.ogg`;
}

async function get(id: number, priority: number): Promise<string> {
  return tracer.startActiveSpan(`GET /tracks/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const track = await downloads.add(() => fetchTrack(id), { priority });
    span.end();
    return String(track);
  });
}

console.log(await Promise.all([get(1, 0), get(2, 1), get(3, 5)]));
