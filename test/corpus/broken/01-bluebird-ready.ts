/** A user service. The directory connection is a Bluebird promise made when the service starts. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import Bluebird from 'bluebird';

const tracer = trace.getTracer('users');

interface Directory {
  lookUp(name: string): string;
}

function connect(): Bluebird<Directory> {
  const span = tracer.startSpan('connect to directory', { kind: SpanKind.CLIENT });
  return Bluebird.delay(25).then(() => {
    span.end();
    return { lookUp: (name) => `${name}@example.org` };
  });
}

const connected = connect();

function findAddress(name: string): Bluebird<string> {
  return connected.then((directory) => {
    const span = tracer.startSpan(`look up ${name}`, { attributes: { 'user.name': name } });
    const address = directory.lookUp(name);
    span.end();
    return address;
  });
}

async function render(name: string, address: string): Promise<string> {
  return tracer.startActiveSpan(`render ${name}`, async (span) => {
    await sleep(2);
    span.end();
    return `<a href="mailto:${address}">${name}</a>`;
  });
}

function getUser(name: string): Promise<string> {
  return tracer.startActiveSpan(`GET /users/${name}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await render(name, await findAddress(name));
    } finally {
      span.end();
    }
  });
}

for (const page of await Promise.all([getUser('ada'), getUser('bob')])) console.log(page);
