/** Files written one at a time, by a callback mutex. */

import { SpanKind, trace } from '@opentelemetry/api';
import mutexify from 'mutexify';

const tracer = trace.getTracer('files');
const lock = mutexify();
const disk = new Map();

function write(name, text, done) {
  lock((release) => {
    const span = tracer.startSpan(`write ${name}`);
    setTimeout(() => {
      disk.set(name, text);
      span.end();
      release(done, null);
    }, 5);
  });
}

function put(name, text) {
  return tracer.startActiveSpan(`PUT /${name}`, { kind: SpanKind.SERVER }, (span) => {
    return new Promise((resolve) => {
      write(name, text, () => {
        span.end();
        resolve(`201 ${name} ${disk.get(name).length}`);
      });
    });
  });
}

console.log(await Promise.all([put('a.txt', 'alpha'), put('b.txt', 'beta')]));
