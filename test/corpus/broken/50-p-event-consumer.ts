/** Letters are delivered by a loop over p-event's async iterator, started at boot. */

import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { pEventIterator } from 'p-event';

const tracer = trace.getTracer('letters');
const inbox = new EventEmitter();

interface Letter {
  readonly to: string;
  readonly delivered: (receipt: string) => void;
}

async function deliverLetters(): Promise<void> {
  const letters = pEventIterator<'letter', Letter>(inbox as never, 'letter', { resolutionEvents: ['close'] });
  for await (const { to, delivered } of letters) {
    await tracer.startActiveSpan(`deliver to ${to}`, { kind: SpanKind.CLIENT }, async (span) => {
      await sleep(3);
      span.end();
      delivered(`${to} has mail`);
    });
  }
}

const delivery = deliverLetters();

function post(to: string): Promise<string> {
  return tracer.startActiveSpan(`POST /letters/${to}`, { kind: SpanKind.SERVER }, async (span) => {
    const receipt = await new Promise<string>((delivered) => {
      inbox.emit('letter', { to, delivered });
    });
    span.end();
    return receipt;
  });
}

console.log(await Promise.all([post('ada'), post('bob')]));
inbox.emit('close');
await delivery;
