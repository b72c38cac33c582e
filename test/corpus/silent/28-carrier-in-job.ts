/** Mails through better-queue: each job carries its trace context, and the worker extracts it. */

import { context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import BetterQueue from 'better-queue';

const tracer = trace.getTracer('mails');

interface Mail {
  readonly to: string;
  readonly carrier: Record<string, string>;
}

const mails = new BetterQueue<Mail, string>(
  (mail, done) => {
    const parent = propagation.extract(ROOT_CONTEXT, mail.carrier);
    const span = tracer.startSpan(`send to ${mail.to}`, { kind: SpanKind.CONSUMER }, parent);
    setTimeout(() => {
      span.end();
      done(null, `sent to ${mail.to}`);
    }, 3);
  },
  { concurrent: 1 },
);

function send(to: string): Promise<string> {
  const carrier = {};
  propagation.inject(context.active(), carrier);
  return new Promise((resolve, reject) => {
    mails.push({ to, carrier }).on('finish', resolve).on('failed', reject);
  });
}

function post(to: string): Promise<string> {
  return tracer.startActiveSpan(`POST /mails/${to}`, { kind: SpanKind.SERVER }, (span) =>
    send(to).finally(() => span.end()),
  );
}

console.log(await Promise.all([post('ada'), post('bob')]));
