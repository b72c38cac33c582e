/** Pictures are resized in child processes of worker-farm. */

import { fileURLToPath } from 'node:url';
import { SpanKind, trace } from '@opentelemetry/api';
import workerFarm from 'worker-farm';

const tracer = trace.getTracer('pictures');
const script = fileURLToPath(new URL('../support/workers/resize.cjs', import.meta.url));
const workers = workerFarm({ maxConcurrentWorkers: 1 }, script);

function resize(file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    workers(file, (error: Error | null, small: string) => {
      if (error) reject(error);
      else resolve(small);
    });
  });
}

await tracer.startActiveSpan('PUT /a.png', { kind: SpanKind.SERVER }, async (span) => {
  console.log(await resize('a.png'));
  span.end();
});
workerFarm.end(workers);
