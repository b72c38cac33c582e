/** Image tasks go through emittery's async iterator to a consumer that runs since boot. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import Emittery from 'emittery';

const tracer = trace.getTracer('images');

class Task {
  readonly finished: Promise<string>;
  finish: (file: string) => void = () => {};

  readonly image: string;

  constructor(image: string) {
    this.image = image;
    this.finished = new Promise((resolve) => {
      this.finish = resolve;
    });
  }
}

const tasks = new Emittery<{ task: Task }>();
const incoming = tasks.events('task');

async function consume(): Promise<void> {
  for await (const event of incoming) {
    const task = event as unknown as Task;
    const span = tracer.startSpan(`resize ${task.image}`);
    await sleep(2);
    span.end();
    task.finish(`${task.image}-small.png`);
  }
}

const consumer = consume();

async function submit(image: string): Promise<string> {
  const task = new Task(image);
  await tasks.emit('task', task);
  return task.finished;
}

async function post(image: string): Promise<string> {
  return tracer.startActiveSpan(`POST /images/${image}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await submit(image);
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all([post('cat'), post('dog')]));
await incoming.return?.();
await consumer;
