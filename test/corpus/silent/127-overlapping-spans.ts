/** Three transfers begun in one go, each with a span that is ended when its callback comes: siblings, not a tower. */

import { SpanKind, trace } from '@opentelemetry/api';
import async from 'async';

const tracer = trace.getTracer('transfers');

function transfer(file: string, ms: number, done: (error: null, size: number) => void): void {
  setTimeout(() => done(null, file.length * ms), ms);
}

async function post(files: Record<string, number>): Promise<string> {
  return tracer.startActiveSpan('POST /transfers', { kind: SpanKind.SERVER }, async (span) => {
    const sizes = await new Promise<number[]>((resolve, reject) => {
      const uploads = Object.entries(files).map(([file, ms]) => {
        const upload = tracer.startSpan(`upload ${file}`);
        return (done: (error: Error | null, size: number) => void) =>
          transfer(file, ms, (error, size) => {
            upload.end();
            done(error, size);
          });
      });
      async.parallel<number, number[]>(uploads as never, (error, results) => {
        if (error || !results) reject(error);
        else resolve(results as number[]);
      });
    });
    const summary = tracer.startSpan('summary');
    const total = sizes.reduce((sum, size) => sum + size, 0);
    summary.end();
    span.end();
    return `${total} bytes`;
  });
}

console.log(await post({ a: 12, b: 7, c: 2 }));
