/** A customer service which opens its database when it starts; requests wait until that is done. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('customers');

interface Database {
  find(id: number): Promise<string>;
}

function signIn(): Promise<void> {
  return tracer.startActiveSpan('sign in', { kind: SpanKind.CLIENT }, async (span) => {
    try {
      await sleep(20);
    } finally {
      span.end();
    }
  });
}

function connect(): Promise<Database> {
  return tracer.startActiveSpan('connect database', async (span) => {
    try {
      await signIn();
      return {
        async find(id: number) {
          await sleep(5);
          return `customer ${id}`;
        },
      };
    } finally {
      span.end();
    }
  });
}

const ready = connect();

function findCustomer(database: Database, id: number): Promise<string> {
  return tracer.startActiveSpan('SELECT customers', { kind: SpanKind.CLIENT }, async (span) => {
    try {
      return await database.find(id);
    } finally {
      span.end();
    }
  });
}

function handleRequest(id: number): Promise<string> {
  return tracer.startActiveSpan(`GET /customers/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      const database = await ready;
      return await findCustomer(database, id);
    } finally {
      span.end();
    }
  });
}

const early = await Promise.all([1, 2, 3].map((id) => handleRequest(id)));
const late = await handleRequest(4);
for (const customer of [...early, late]) console.log(customer);
