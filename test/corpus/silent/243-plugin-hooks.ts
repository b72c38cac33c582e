/** Hooks of plugins, tapped at boot and run by whoever builds: sync, async, waterfall. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('bundler');
type Tap<T> = (value: T) => T | Promise<T>;

class Waterfall<T> {
  readonly #taps: { name: string; run: Tap<T> }[] = [];

  tap(name: string, run: Tap<T>): void {
    this.#taps.push({ name, run });
  }

  async call(value: T): Promise<T> {
    let current = value;
    for (const { name, run } of this.#taps) {
      current = await tracer.startActiveSpan(`plugin ${name}`, async (span) => {
        try {
          return await run(current);
        } finally {
          span.end();
        }
      });
    }
    return current;
  }
}

const hooks = { transform: new Waterfall<string>(), done: new Set<(size: number) => void>() };
const cache = new Map<string, Promise<string>>();

hooks.transform.tap('minify', (code) => code.replaceAll(' ', ''));
hooks.transform.tap('cache', (code) => {
  const known = cache.get(code) ?? sleep(2, `/*cached*/${code}`);
  cache.set(code, known);
  return known;
});
hooks.transform.tap('licence', async (code) => {
  const span = tracer.startSpan('read licence');
  await sleep(1);
  span.end();
  return `/*MIT*/${code}`;
});
hooks.done.add((size) => {
  const span = tracer.startSpan('print size');
  span.setAttribute('size', size);
  span.end();
});

async function build(name: string, code: string): Promise<string> {
  return tracer.startActiveSpan(`build ${name}`, { kind: SpanKind.SERVER }, async (span) => {
    const text = await hooks.transform.call(code);
    for (const done of hooks.done) done(text.length);
    span.end();
    return text;
  });
}

console.log(await Promise.all([build('a', '1 + 1'), build('b', '1 + 1'), build('c', '2 * 3')]));
