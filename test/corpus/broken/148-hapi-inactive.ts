/** Recipes on hapi: a wrapper around handlers measures them with a span that never becomes active. */

import { setTimeout as sleep } from 'node:timers/promises';
import hapi, { type Lifecycle } from '@hapi/hapi';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('recipes');

function measured(handler: Lifecycle.Method): Lifecycle.Method {
  return async function (request, h) {
    const span = tracer.startSpan(`${request.method} ${request.path}`, { kind: SpanKind.SERVER });
    try {
      return await handler.call(this, request, h);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  };
}

interface Recipe {
  readonly name: string;
  readonly cups: number;
}

async function load(name: string): Promise<Recipe> {
  return tracer.startActiveSpan(`load recipe ${name}`, { kind: SpanKind.CLIENT }, async (span) => {
    await sleep(2);
    span.end();
    return { name, cups: 2 };
  });
}

function convert({ name, cups }: Recipe): object {
  const span = tracer.startSpan('convert units');
  const recipe = { name, litres: cups * 0.24 };
  span.end();
  return recipe;
}

const server = hapi.server({ port: 0, host: '127.0.0.1' });
server.route({
  method: 'GET',
  path: '/recipes/{name}',
  handler: measured(async (request) => convert(await load(request.params.name))),
});
await server.start();
const answer = await fetch(`${server.info.uri}/recipes/cake`);
console.log(answer.status, await answer.text());
await server.stop();
