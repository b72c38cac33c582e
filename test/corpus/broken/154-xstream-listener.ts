/** Lights are dimmed with the next tick of a clock that all share (xstream). */

import { SpanKind, trace } from '@opentelemetry/api';
import xstream from 'xstream';

const tracer = trace.getTracer('lights');
const clock = (xstream as unknown as { default: typeof xstream }).default.periodic(6);
const running = clock.subscribe({});

function dim(room: string): Promise<string> {
  return new Promise((resolve, reject) => {
    clock.take(1).addListener({
      next: () => {
        const span = tracer.startSpan(`dim ${room}`);
        span.end();
        resolve(`${room} is dim`);
      },
      error: reject,
    });
  });
}

async function post(room: string): Promise<string> {
  return tracer.startActiveSpan(`POST /dim/${room}`, { kind: SpanKind.SERVER }, async (span) => {
    const answer = await dim(room);
    span.end();
    return answer;
  });
}

console.log(await Promise.all([post('hall'), post('attic')]));
running.unsubscribe();
