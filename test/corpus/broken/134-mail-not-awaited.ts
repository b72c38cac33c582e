/** A welcome mail that nobody waits for: the request is over before the SMTP server has answered. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import nodemailer from 'nodemailer';
import { SMTPServer } from 'smtp-server';

const tracer = trace.getTracer('users');
const mails: string[] = [];
const server = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, session, done) {
    stream.resume();
    stream.on('end', () => {
      mails.push(...session.envelope.rcptTo.map((to) => to.address));
      setTimeout(done, 5);
    });
  },
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.server.address() as { port: number };
const transport = nodemailer.createTransport({ host: '127.0.0.1', port });
let sent = 0;

async function insert(name: string): Promise<string> {
  return tracer.startActiveSpan('insert user', { kind: SpanKind.CLIENT }, async (span) => {
    await sleep(2);
    span.end();
    return `${name}@example.org`;
  });
}

async function sendWelcome(to: string): Promise<void> {
  const span = tracer.startSpan(`send welcome to ${to}`, { kind: SpanKind.CLIENT });
  try {
    await transport.sendMail({ from: 'us@example.org', to, subject: 'Welcome', text: 'Hello!' });
    sent++;
  } finally {
    span.end();
  }
}

async function signUp(name: string): Promise<string> {
  return tracer.startActiveSpan('POST /users', { kind: SpanKind.SERVER }, async (span) => {
    const address = await insert(name);
    sendWelcome(address);
    span.end();
    return `welcome ${name}`;
  });
}

console.log(await signUp('ada'));
while (sent === 0) await sleep(5);
console.log(mails);
await new Promise<void>((resolve) => server.close(() => resolve()));
