import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { trace } from '@opentelemetry/api';

const tracer = trace.getTracer('digest');

parentPort.on('message', ({ text }) => {
  const span = tracer.startSpan(`digest ${text}`);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  span.end();
  parentPort.postMessage({ hash });
});
