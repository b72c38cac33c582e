/** A worker for `threads`: counts words, in a span. */

import { trace } from '@opentelemetry/api';
import { expose } from 'threads/worker';

const tracer = trace.getTracer('text-worker');

expose({
  countWords(text) {
    const words = text.split(' ').length;
    tracer.startActiveSpan(`count ${words} words`, (span) => span.end());
    return words;
  },
});
