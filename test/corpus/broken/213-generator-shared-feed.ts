/** A feed opened in the request is driven by a printer of boot's. */

import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('prints');
const queue = new EventEmitter();

async function* pages(file: string, count: number): AsyncGenerator<string> {
  for (let page = 1; page <= count; page++) {
    const span = tracer.startSpan(`render ${file} ${page}`);
    await sleep(1);
    span.end();
    yield `${file}-${page}`;
  }
}

interface Print {
  readonly source: AsyncGenerator<string>;
  readonly done: EventEmitter;
}

let prints: Print[] = [];
async function printer(): Promise<void> {
  for (let left = 2; left > 0; ) {
    await once(queue, 'print');
    const batch = prints;
    prints = [];
    for (const { source, done } of batch) {
      const printed: string[] = [];
      for await (const page of source) printed.push(page);
      done.emit('done', printed.join());
      left--;
    }
  }
}
const printing = printer();

async function post(file: string, count: number): Promise<string> {
  return tracer.startActiveSpan(`POST /prints/${file}`, { kind: SpanKind.SERVER }, async (span) => {
    const source = pages(file, count);
    const done = new EventEmitter();
    const finished = once(done, 'done');
    prints.push({ source, done });
    queue.emit('print');
    const [text] = await finished;
    span.end();
    return text as string;
  });
}

console.log(await post('a', 2));
await sleep(1);
console.log(await post('b', 1));
await printing;
