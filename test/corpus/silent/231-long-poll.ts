/** Long polling: a GET waits for whatever a POST brings, and goes on in its own trace. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('chat');

class Topic {
  readonly #messages: string[] = [];
  #waiting: PromiseWithResolvers<void> | undefined;

  async after(position: number): Promise<string[]> {
    while (this.#messages.length <= position) {
      this.#waiting ??= deferred();
      await this.#waiting.promise;
    }
    return this.#messages.slice(position);
  }

  publish(message: string): void {
    this.#messages.push(message);
    this.#waiting?.resolve();
    this.#waiting = undefined;
  }
}

function deferred(): PromiseWithResolvers<void> {
  let resolve: () => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<void>((fulfil, fail) => {
    resolve = fulfil;
    reject = fail;
  });
  return { promise, resolve, reject } as PromiseWithResolvers<void>;
}

const topic = new Topic();

async function poll(user: string, position: number): Promise<string> {
  return tracer.startActiveSpan(`GET /poll/${user}`, { kind: SpanKind.SERVER }, async (span) => {
    const messages = await topic.after(position);
    const mark = tracer.startSpan(`mark read for ${user}`);
    await sleep(1);
    mark.end();
    span.end();
    return `${user}: ${messages.join()}`;
  });
}

async function post(message: string): Promise<void> {
  await tracer.startActiveSpan('POST /messages', { kind: SpanKind.SERVER }, async (span) => {
    const save = tracer.startSpan('save message', { kind: SpanKind.CLIENT });
    await sleep(1);
    save.end();
    topic.publish(message);
    await sleep(4);
    span.end();
  });
}

const polls = Promise.all([poll('ada', 0), poll('bob', 0), poll('eve', 1)]);
await post('hi');
await post('there');
console.log(await polls);
