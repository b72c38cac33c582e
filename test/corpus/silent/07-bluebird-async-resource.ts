/** A connection that is a Bluebird promise, made at boot; the one place that chains to it binds the callback. */

import { AsyncResource } from 'node:async_hooks';
import { SpanKind, trace } from '@opentelemetry/api';
import Bluebird from 'bluebird';

const tracer = trace.getTracer('users');
const directory = Bluebird.delay(10).then(
  () =>
    new Map([
      ['ada', 'Lovelace'],
      ['bob', 'Builder'],
    ]),
);

function withDirectory<T>(use: (entries: Map<string, string>) => T): PromiseLike<T> {
  return directory.then(AsyncResource.bind(use));
}

async function get(name: string): Promise<string> {
  return tracer.startActiveSpan(`GET /users/${name}`, { kind: SpanKind.SERVER }, async (span) => {
    const last = await withDirectory((entries) => {
      const lookUp = tracer.startSpan(`look up ${name}`);
      const found = entries.get(name);
      lookUp.end();
      return found;
    });
    span.end();
    return `${name} ${last}`;
  });
}

console.log(await Promise.all([get('ada'), get('bob')]));
