/** A worker for `poolifier`: hashes, in a span, and takes a carrier if the caller sends one. */

import { createHash } from 'node:crypto';
import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { ThreadWorker } from 'poolifier';

const tracer = trace.getTracer('hash-worker');

function hash({ text, carrier }) {
  const parent = carrier ? propagation.extract(ROOT_CONTEXT, carrier) : context.active();
  const span = tracer.startSpan(`hash ${text}`, {}, parent);
  const digest = createHash('sha1').update(text).digest('hex').slice(0, 8);
  span.end();
  return digest;
}

export default new ThreadWorker(hash);
