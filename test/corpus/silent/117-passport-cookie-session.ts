/** Logging in with passport and a cookie session: everything between the middlewares stays in the request's context. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { context, SpanKind, trace } from '@opentelemetry/api';
import cookieSession from 'cookie-session';
import express, { type NextFunction, type Request, type Response } from 'express';
import passport from 'passport';
import { Strategy } from 'passport-local';

const tracer = trace.getTracer('accounts');
const users = new Map([['ada', { name: 'ada', password: 'lovelace' }]]);

passport.use(
  new Strategy((name, password, done) => {
    const span = tracer.startSpan(`check password of ${name}`);
    setTimeout(() => {
      span.end();
      const user = users.get(name);
      done(null, user?.password === password ? user : false);
    }, 2);
  }),
);
passport.serializeUser((user, done) => done(null, (user as { name: string }).name));
passport.deserializeUser((name: string, done) => {
  const span = tracer.startSpan(`load user ${name}`);
  setImmediate(() => {
    span.end();
    done(null, users.get(name));
  });
});

const app = express();
app.use((request: Request, response: Response, next: NextFunction) => {
  const span = tracer.startSpan(`${request.method} ${request.path}`, { kind: SpanKind.SERVER });
  response.once('finish', () => span.end());
  context.with(trace.setSpan(context.active(), span), next);
});
app.use(cookieSession({ name: 'session', keys: ['k'] }));
app.use((request: Request, _response: Response, next: NextFunction) => {
  const session = request.session as unknown as { regenerate: unknown; save: unknown };
  session.regenerate ??= (done: () => void) => done();
  session.save ??= (done: () => void) => done();
  next();
});
app.use(passport.session());
app.post('/login', express.urlencoded(), passport.authenticate('local'), (_request, response) => {
  response.send('logged in');
});
app.get('/me', (request, response) => {
  const { name } = request.user as { name: string };
  const span = tracer.startSpan(`render ${name}`);
  span.end();
  response.send(`you are ${name}`);
});

const http = app.listen(0, '127.0.0.1');
await once(http, 'listening');
const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
const login = await fetch(`${url}/login`, {
  method: 'POST',
  body: new URLSearchParams({ username: 'ada', password: 'lovelace' }),
});
console.log(login.status, await login.text());
const cookie = login.headers
  .getSetCookie()
  .map((one) => one.split(';')[0])
  .join('; ');
const me = await fetch(`${url}/me`, { headers: { cookie } });
console.log(me.status, await me.text());
http.close();
http.closeAllConnections();
