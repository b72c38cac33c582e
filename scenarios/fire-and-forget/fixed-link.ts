/** A sign-up which answers at once and writes its welcome mail afterwards. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type SpanContext, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('signup');

interface User {
  readonly id: number;
  readonly email: string;
}

function storeUser(email: string): Promise<User> {
  return tracer.startActiveSpan('INSERT users', { kind: SpanKind.CLIENT }, async (span) => {
    try {
      await sleep(5);
      return { id: email.length, email };
    } finally {
      span.end();
    }
  });
}

function sendWelcomeMail(user: User, origin: SpanContext): Promise<void> {
  const options = { root: true, links: [{ context: origin }] };
  return tracer.startActiveSpan('send welcome mail', options, async (span) => {
    try {
      await sleep(30);
      console.log(`mail for ${user.email}`);
    } finally {
      span.end();
    }
  });
}

function signUp(email: string, respond: (status: number) => void): Promise<void> {
  return tracer.startActiveSpan('POST /signup', { kind: SpanKind.SERVER }, async (span) => {
    try {
      const user = await storeUser(email);
      respond(201);
      void sendWelcomeMail(user, span.spanContext());
    } finally {
      span.end();
    }
  });
}

await signUp('ada@example.org', (status) => console.log(`status ${status}`));
