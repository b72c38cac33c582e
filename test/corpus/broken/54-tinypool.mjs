/** Passwords are hashed in a tinypool thread. */

import { SpanKind, trace } from '@opentelemetry/api';
import Tinypool from 'tinypool';

const tracer = trace.getTracer('login');
const pool = new Tinypool({
  filename: new URL('../support/workers/hash.mjs', import.meta.url).href,
  minThreads: 1,
  maxThreads: 1,
});
const users = new Map([['ada', { salted: true }]]);

async function find(user) {
  const span = tracer.startSpan(`find ${user}`, { kind: SpanKind.CLIENT });
  const found = await users.get(user);
  span.end();
  return found;
}

async function hashPassword(user, password) {
  return await pool.run({ text: `${user}:${password}` });
}

async function logIn(user, password) {
  return tracer.startActiveSpan(`POST /login/${user}`, { kind: SpanKind.SERVER }, async (span) => {
    const found = await find(user);
    const digest = found ? await hashPassword(user, password) : '';
    span.end();
    return digest.length === 8 ? 'welcome' : 'go away';
  });
}

console.log(await logIn('ada', 'secret'));
await pool.destroy();
