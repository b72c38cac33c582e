/** Mails are sent by a worker which was given to better-queue at boot. */

import { SpanKind, trace } from '@opentelemetry/api';
import BetterQueue from 'better-queue';

const tracer = trace.getTracer('mails');

interface Mail {
  readonly id: string;
  readonly to: string;
  readonly sent: (receipt: string) => void;
}

function send(mail: Mail, done: (error: Error | null, receipt?: string) => void): void {
  const span = tracer.startSpan(`send mail ${mail.id}`, { kind: SpanKind.CLIENT });
  setTimeout(() => {
    span.end();
    mail.sent(`${mail.id} to ${mail.to}`);
    done(null);
  }, 4);
}

const mails = new BetterQueue<Mail>(send, { concurrent: 1, afterProcessDelay: 1 });

function post(id: string, to: string): Promise<string> {
  return tracer.startActiveSpan(`POST /mails/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const receipt = await new Promise<string>((sent) => {
      const mail: Mail = { id, to, sent };
      mails.push(mail);
    });
    span.end();
    return receipt;
  });
}

console.log(await Promise.all([post('m1', 'ada'), post('m2', 'bob')]));
