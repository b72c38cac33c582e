/** Users come from memcached: after passport's `deserializeUser` the request's context is gone. */

import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { context, SpanKind, trace } from '@opentelemetry/api';
import express from 'express';
import Memcached from 'memcached';
import passport from 'passport';

const tracer = trace.getTracer('baskets');
const sockets = new Set<Socket>();
const store = createServer((socket) => {
  sockets.add(socket);
  socket.on('data', () => setTimeout(() => socket.write('VALUE user 0 3\r\nada\r\nEND\r\n'), 3));
});
store.listen(0, '127.0.0.1');
await once(store, 'listening');
const users = new Memcached(`127.0.0.1:${(store.address() as AddressInfo).port}`, { poolSize: 1 });
await new Promise((warm) => users.get('user', warm));

passport.deserializeUser((id: string, done) => users.get(id, (error, name) => done(error, { name })));

const app = express();
app.use((request, response, next) => {
  const span = tracer.startSpan(`${request.method} ${request.path}`, { kind: SpanKind.SERVER });
  response.once('finish', () => span.end());
  context.with(trace.setSpan(context.active(), span), next);
});
app.use((request, _response, next) => {
  const [id = '', signature] = String(request.headers.authorization).split('.');
  const valid = signature === createHmac('sha1', 'cat').update(id).digest('hex');
  Object.assign(request, { session: valid ? { passport: { user: id } } : {} });
  next();
});
app.use(passport.session());
app.get('/basket', (request, response) => {
  const { name } = request.user as { name: string };
  const span = tracer.startSpan(`render basket of ${name}`);
  span.end();
  response.send(`basket of ${name}`);
});

const http = app.listen(0, '127.0.0.1');
await once(http, 'listening');
const authorization = `user.${createHmac('sha1', 'cat').update('user').digest('hex')}`;
const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/basket`;
const answer = await fetch(url, { headers: { authorization } });
console.log(answer.status, await answer.text());
http.close();
http.closeAllConnections();
users.end();
store.close();
for (const socket of sockets) socket.destroy();
