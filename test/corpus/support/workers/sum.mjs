/** A worker for `workerpool`. */

import { trace } from '@opentelemetry/api';
import workerpool from 'workerpool';

const tracer = trace.getTracer('sum-worker');

workerpool.worker({
  sum(numbers) {
    const span = tracer.startSpan(`sum ${numbers.length} numbers`);
    const total = numbers.reduce((left, right) => left + right, 0);
    span.end();
    return total;
  },
});
