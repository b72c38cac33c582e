/** A worker thread with a span of its own, when it starts. */

import { parentPort } from 'node:worker_threads';
import { trace } from '@opentelemetry/api';

const model = trace.getTracer('classify-worker').startActiveSpan('load model', (span) => {
  const kinds = new Map([['cat', 'feline']]);
  span.end();
  return kinds;
});

parentPort.on('message', (animal) => parentPort.postMessage(model.get(animal) ?? 'unknown'));
parentPort.postMessage('ready');
