/** A knex query and a superagent request are made before the span; both are sent when they are awaited. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import createKnex from 'knex';
import superagent from 'superagent';
import { startMysql } from '../support/fake-mysql.js';

const tracer = trace.getTracer('teams');
const database = await startMysql();
const knex = createKnex({
  client: 'mysql2',
  connection: { host: '127.0.0.1', port: database.port, user: 'shop' },
  pool: { min: 0, max: 1 },
});
const members = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(['ada', 'bob']));
});
members.listen(0, '127.0.0.1');
await once(members, 'listening');
const url = `http://127.0.0.1:${(members.address() as AddressInfo).port}/members`;

async function inSpan<T>(name: string, work: () => PromiseLike<T>): Promise<T> {
  return tracer.startActiveSpan(name, { kind: SpanKind.CLIENT }, async (span) => {
    try {
      return await work();
    } finally {
      span.end();
    }
  });
}

async function getTeam(id: number): Promise<string> {
  const query = knex('teams').where({ id }).first();
  const request = superagent.get(url).accept('json');
  return tracer.startActiveSpan(`GET /team/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const answer = await inSpan('call /members', () => {
      const headers: Record<string, string> = {};
      propagation.inject(context.active(), headers);
      return request.set(headers);
    });
    const row = await inSpan('query team', () => query);
    span.end();
    return `${row.value.length} ${answer.body.join()}`;
  });
}

console.log(await getTeam(7));
await knex.destroy();
members.close();
database.close();
