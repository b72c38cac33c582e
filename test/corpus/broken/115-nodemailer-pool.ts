/** Receipts by mail: a pooled SMTP connection of nodemailer sends one mail after another. */

import { SpanKind, trace } from '@opentelemetry/api';
import nodemailer from 'nodemailer';
import { SMTPServer } from 'smtp-server';

const tracer = trace.getTracer('orders');
const server = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, _session, done) {
    stream.resume();
    stream.on('end', () => done());
  },
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.server.address() as { port: number };
const transport = nodemailer.createTransport({ host: '127.0.0.1', port, pool: true, maxConnections: 1 });
const receipts: string[] = [];

function mailReceipt(to: string): Promise<void> {
  return new Promise((resolve, reject) => {
    transport.sendMail({ from: 'shop@example.org', to, subject: 'Your order', text: 'Thanks.' }, (error, info) => {
      if (error) {
        reject(error);
        return;
      }
      const span = tracer.startSpan(`file receipt for ${to}`);
      receipts.push(...info.accepted.map(String));
      span.end();
      resolve();
    });
  });
}

async function post(name: string): Promise<string> {
  return tracer.startActiveSpan(`POST /orders/${name}`, { kind: SpanKind.SERVER }, async (span) => {
    await mailReceipt(`${name}@example.org`);
    span.end();
    return `${name} will get a receipt`;
  });
}

console.log(await Promise.all([post('ada'), post('bob')]));
console.log(receipts);
transport.close();
await new Promise<void>((resolve) => server.close(() => resolve()));
