/** Measurements are written off in batches, by a timer that was started at boot; a batch may be of one. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import limit from 'promise-limit';

const tracer = trace.getTracer('site');
const atATime = limit<void>(1);

interface Measurement {
  readonly path: string;
  readonly at: number;
}

class Metrics {
  #pending: Measurement[] = [];
  flushed = 0;
  readonly #timer = setInterval(() => void atATime(() => this.#flush()), 8);

  add(measurement: Measurement): void {
    this.#pending.push(measurement);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #flush(): Promise<void> {
    const batch = this.#pending;
    if (batch.length === 0) return;
    this.#pending = [];
    await this.#write(batch);
  }

  async #write(batch: readonly Measurement[]): Promise<void> {
    await tracer.startActiveSpan('flush metrics', { attributes: { size: batch.length } }, async (span) => {
      await sleep(1);
      this.flushed += batch.length;
      span.end();
    });
  }
}

const metrics = new Metrics();

async function get(path: string): Promise<string> {
  return tracer.startActiveSpan(`GET /${path}`, { kind: SpanKind.SERVER }, async (span) => {
    metrics.add({ path, at: performance.now() });
    const find = tracer.startSpan(`find ${path}`);
    await sleep(30);
    find.end();
    span.end();
    return `page ${path}`;
  });
}

console.log(await get('a'));
console.log(await get('b'));
metrics.close();
console.log(metrics.flushed);
