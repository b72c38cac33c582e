/** A sign-up service: who signs up gets a password hash, and everybody else looks at the plans meanwhile. */

import { pbkdf2, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { trace } from '@opentelemetry/api';

const tracer = trace.getTracer('sign-up');

const ITERATIONS = 3_000_000;

const users = new Map<string, Buffer>();

async function signUp(name: string, password: string): Promise<void> {
  await tracer.startActiveSpan('POST /users', async (span) => {
    const salt = randomBytes(16);
    const hash = await promisify(pbkdf2)(password, salt, ITERATIONS, 32, 'sha256');
    users.set(name, Buffer.concat([salt, hash]));
    span.end();
  });
}

async function showPlans(): Promise<string[]> {
  return tracer.startActiveSpan('GET /plans', async (span) => {
    const plans = await tracer.startActiveSpan('query plans', async (query) => {
      await sleep(5);
      query.end();
      return ['free', 'team', 'company'];
    });
    span.end();
    return plans;
  });
}

const visitor = showPlans();
await signUp('ada', 'correct horse battery staple');
console.log(`plans: ${(await visitor).join(', ')}; users: ${[...users.keys()].join(', ')}`);
