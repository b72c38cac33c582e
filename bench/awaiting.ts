import { trace } from '@opentelemetry/api';

/**
 * The program that is measured: `awaiting.ts <where> <count>`, awaits and nothing else. By processor time, for other
 * programs may be at work beside it.
 */
const tracer = trace.getTracer('bench-awaiting');

async function one(value: number): Promise<number> {
  return value;
}

async function sum(count: number): Promise<number> {
  let total = 0;
  for (let i = 0; i < count; i++) total += await one(i);
  return total;
}

class Queue {
  #taker: ((value: number) => void) | undefined;

  put(value: number): void {
    this.#taker?.(value);
  }

  async take(): Promise<number> {
    return await new Promise((resolve) => {
      this.#taker = resolve;
    });
  }
}

/** A span that wakes a loop outside of all spans, again and again: four awaits for each job. */
async function woken(count: number): Promise<void> {
  const jobs = count / 4;
  const queue = new Queue();
  const loop = (async () => {
    for (let i = 0; i < jobs; i++) await queue.take();
  })();
  await tracer.startActiveSpan('producer', async (span) => {
    for (let i = 0; i < jobs; i++) {
      queue.put(await one(i));
      await one(i);
    }
    span.end();
  });
  await loop;
}

const WAYS = {
  inside: (count: number) => tracer.startActiveSpan('sum', (span) => sum(count).finally(() => span.end())),
  outside: sum,
  woken,
};

const [way, count] = [process.argv[2] as keyof typeof WAYS, Number(process.argv[3])];
tracer.startSpan('first').end();
await WAYS[way](100_000);
const start = process.cpuUsage();
await WAYS[way](count);
const spent = process.cpuUsage(start);
const us = (spent.user + spent.system) / count;
globalThis.gc?.();
console.log(
  JSON.stringify({
    us,
    heapMb: process.memoryUsage().heapUsed / 2 ** 20,
    peakMb: process.resourceUsage().maxRSS / 2 ** 10,
  }),
);
