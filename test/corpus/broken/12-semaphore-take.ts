/** Video conversion, two at a time, by the `semaphore` package. */

import { SpanKind, trace } from '@opentelemetry/api';
import semaphore from 'semaphore';

const tracer = trace.getTracer('video');
const slots = semaphore(2);

function convert(file: string): Promise<string> {
  return new Promise((resolve) => {
    slots.take(() => {
      tracer.startActiveSpan(`convert ${file}`, (span) => {
        setTimeout(
          () => {
            span.end();
            resolve(file.replace('.mov', '.mp4'));
            slots.leave();
          },
          file.startsWith('1') ? 5 : 12,
        );
      });
    });
  });
}

function post(file: string): Promise<string> {
  return tracer.startActiveSpan(`POST /convert/${file}`, { kind: SpanKind.SERVER }, async (span) => {
    const converted = await convert(file);
    span.end();
    return converted;
  });
}

console.log(await Promise.all([1, 2, 3, 4].map((n) => post(`${n}.mov`))));
