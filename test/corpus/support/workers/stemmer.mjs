/** A child process that lives on: answers each message, and goes when the channel is closed. */

import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('stemmer');

process.on('message', ({ id, word, carrier }) => {
  const parent = carrier ? propagation.extract(ROOT_CONTEXT, carrier) : context.active();
  const span = tracer.startSpan(`stem ${word}`, {}, parent);
  const stem = word.replace(/(n?ing|ed)$/, '');
  span.end();
  process.send({ id, stem });
});
