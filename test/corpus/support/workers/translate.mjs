/** A raw worker thread: answers each message. */

import { parentPort } from 'node:worker_threads';
import { trace } from '@opentelemetry/api';

const tracer = trace.getTracer('translator');
const words = { cat: 'katt', dog: 'hund' };

parentPort.on('message', ({ id, word }) => {
  if (word === undefined) {
    parentPort.close();
    return;
  }
  const span = tracer.startSpan(`translate ${word}`);
  const translation = words[word] ?? '?';
  span.end();
  parentPort.postMessage({ id, translation });
});
