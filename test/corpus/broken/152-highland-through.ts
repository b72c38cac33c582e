/** Letters are stamped one after another in a highland stream that runs as long as the service does. */

import { SpanKind, trace } from '@opentelemetry/api';
import _ from 'highland';

const tracer = trace.getTracer('letters');

interface Letter {
  readonly id: number;
  readonly stamped: (text: string) => void;
}

type Push = (error: Error | null, value?: unknown) => void;

const intake = _();
intake
  .flatMap((item) => {
    const letter = item as Letter;
    return _((push: Push) => {
      const span = tracer.startSpan(`stamp letter ${letter.id}`);
      setTimeout(() => {
        span.end();
        letter.stamped(`letter ${letter.id} is stamped`);
        push(null, letter.id);
        push(null, _.nil);
      }, 3);
    });
  })
  .each(() => {});

async function post(id: number): Promise<string> {
  return tracer.startActiveSpan(`POST /letters/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const text = await new Promise<string>((stamped) => {
      const letter: Letter = { id, stamped };
      intake.write(letter);
    });
    span.end();
    return text;
  });
}

console.log(await Promise.all([1, 2, 3].map(post)));
