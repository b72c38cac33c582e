/** Icons: who asks for one that is on its way is called back together with who asked first (npm's `inflight`). */

import { SpanKind, trace } from '@opentelemetry/api';
import inflight from 'inflight';

const tracer = trace.getTracer('icons');

function download(host: string, done: (error: Error | null, icon: string) => void): void {
  const span = tracer.startSpan('download icon', { kind: SpanKind.CLIENT });
  setTimeout(() => {
    span.end();
    done(null, `icon of ${host}`);
  }, 6);
}

function iconFor(page: string, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const first = inflight(`icon:${host}`, (error: Error | null, icon: string) => {
      const span = tracer.startSpan(`scale icon for ${page}`);
      span.end();
      if (error) reject(error);
      else resolve(`${icon}, 32x32`);
    });
    if (first) download(host, first);
  });
}

function get(page: string): Promise<string> {
  return tracer.startActiveSpan(`GET /${page}`, { kind: SpanKind.SERVER }, async (span) => {
    const icon = await iconFor(page, 'example.org');
    span.end();
    return `${page}: ${icon}`;
  });
}

console.log(await Promise.all([get('mail'), get('reader')]));
