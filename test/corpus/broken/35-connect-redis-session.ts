/** Sessions in Redis, by connect-redis on the callback client: after the session middleware the context is gone. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { context, SpanKind, trace } from '@opentelemetry/api';
import connectRedis from 'connect-redis';
import express from 'express';
import session from 'express-session';
import redis from 'redis';
import { startRedis } from '../support/fake-redis.js';

const tracer = trace.getTracer('profiles');
const server = await startRedis();
const client = redis.createClient({ host: '127.0.0.1', port: server.port });
await once(client, 'ready');
const day = { cookie: { originalMaxAge: null }, user: 'ada' };
await new Promise((done) => client.set('sess:s1', JSON.stringify(day), done));

const RedisStore = connectRedis(session);
const app = express();

app.use((request, response, next) => {
  const span = tracer.startSpan(`${request.method} ${request.path}`, { kind: SpanKind.SERVER });
  response.once('finish', () => span.end());
  context.with(trace.setSpan(context.active(), span), next);
});
app.use(
  session({
    store: new RedisStore({ client, disableTouch: true }),
    secret: 'cat',
    resave: false,
    saveUninitialized: false,
  }),
);
app.get('/profile', (request, response) => {
  tracer.startActiveSpan('load profile', (span) => {
    const { user } = request.session as unknown as { user: string };
    span.end();
    response.send(`profile of ${user}`);
  });
});

const http = app.listen(0, '127.0.0.1');
await once(http, 'listening');
const { port } = http.address() as AddressInfo;
// `s:s1.<signature>` as cookie-signature makes it of 's1' and 'cat'.
const { createHmac } = await import('node:crypto');
const signature = createHmac('sha256', 'cat').update('s1').digest('base64').replace(/=+$/, '');
const cookie = `connect.sid=${encodeURIComponent(`s:s1.${signature}`)}`;
const answer = await fetch(`http://127.0.0.1:${port}/profile`, { headers: { cookie } });
console.log(answer.status, await answer.text());
client.quit();
http.close();
http.closeAllConnections();
server.close();
