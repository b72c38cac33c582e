/** Profiles for whoever is signed in. The sessions are kept in Redis. */

import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { context, SpanKind, trace } from '@opentelemetry/api';
import connectRedis from 'connect-redis';
import express from 'express';
import session from 'express-session';
import redis from 'redis';
import { startSessionsServer } from './sessions-server.js';

const SECRET = 'cat';

const tracer = trace.getTracer('profiles');
const sessions = await startSessionsServer();
const client = redis.createClient({ host: '127.0.0.1', port: sessions.port });
const RedisStore = connectRedis(session);
const app = express();

app.use((request, response, next) => {
  const span = tracer.startSpan(`${request.method} ${request.path}`, { kind: SpanKind.SERVER });
  response.once('finish', () => span.end());
  context.with(trace.setSpan(context.active(), span), next);
});

const withSession = session({
  store: new RedisStore({ client, disableTouch: true }),
  secret: SECRET,
  resave: false,
  saveUninitialized: false,
});

app.use((request, response, next) => {
  withSession(request, response, context.bind(context.active(), next));
});

app.get('/profile', (request, response) => {
  tracer.startActiveSpan('load profile', (span) => {
    const { user } = request.session as typeof request.session & { user?: string };
    response.send(`profile of ${user}`);
    span.end();
  });
});

const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;

const signature = createHmac('sha256', SECRET).update('s1').digest('base64').replace(/=+$/, '');
const cookie = `connect.sid=${encodeURIComponent(`s:s1.${signature}`)}`;
const response = await fetch(`http://127.0.0.1:${port}/profile`, { headers: { cookie } });
console.log(response.status, await response.text());

client.quit();
server.close();
server.closeAllConnections();
sessions.server.close();
