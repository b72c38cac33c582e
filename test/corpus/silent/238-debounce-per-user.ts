/** Drafts are saved with a delay: what is pending at the end of the request is flushed by the request itself. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import lodash from 'lodash';

const tracer = trace.getTracer('drafts');

class Draft {
  #text = '';
  #saved: Promise<void> = Promise.resolve();
  readonly #saveSoon = lodash.debounce(() => {
    this.#saved = this.#save();
  }, 50);

  type(text: string): void {
    this.#text += text;
    this.#saveSoon();
  }

  async #save(): Promise<void> {
    const span = tracer.startSpan(`save ${this.#text}`, { kind: SpanKind.CLIENT });
    await sleep(1);
    span.end();
  }

  async close(): Promise<string> {
    this.#saveSoon.flush();
    await this.#saved;
    return this.#text;
  }
}

async function put(...parts: string[]): Promise<string> {
  return tracer.startActiveSpan(`PUT /draft/${parts[0]}`, { kind: SpanKind.SERVER }, async (span) => {
    const draft = new Draft();
    for (const part of parts) {
      const check = tracer.startSpan(`check ${part}`);
      await sleep(1);
      check.end();
      draft.type(part);
    }
    const text = await draft.close();
    span.end();
    return text;
  });
}

console.log(await Promise.all([put('a', 'b', 'c'), put('x', 'y')]));
