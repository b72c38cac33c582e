/** A virus scanner with one worker. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import throat from 'throat';

const tracer = trace.getTracer('scanner');
const throttled = throat(1);

async function scan(name: string): Promise<string> {
  const result = await throttled(async () => {
    const span = tracer.startSpan(`scan ${name}`);
    await sleep(5);
    span.end();
    return name.startsWith('a') ? 'clean' : 'infected';
  });
  return `${name}: ${result}`;
}

async function post(name: string): Promise<string> {
  return tracer.startActiveSpan(`POST /scan/${name}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await scan(name);
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all([post('a.iso'), post('b.iso')]));
