/** Trips wait for an approval, an event of an EventTarget which a desk opened at boot dispatches. */

import { SpanKind, trace } from '@opentelemetry/api';
import Emittery from 'emittery';

const tracer = trace.getTracer('trips');
const approvals = new EventTarget();
const desk = new Emittery<{ wanted: number }>();
const pile: number[] = [];
desk.on('wanted', (trip) => void pile.push(trip));

const clerk = setInterval(() => {
  const trip = pile.shift();
  if (trip !== undefined) approvals.dispatchEvent(new Event(`approved:${trip}`));
}, 5);

async function approval(trip: number): Promise<string> {
  const booked = new Promise<string>((resolve) => {
    approvals.addEventListener(
      `approved:${trip}`,
      () => {
        tracer.startActiveSpan(`book trip ${trip}`, { kind: SpanKind.CLIENT }, (span) => {
          span.end();
          resolve(`trip ${trip} is booked`);
        });
      },
      { once: true },
    );
  });
  await desk.emit('wanted', trip);
  return booked;
}

async function post(trip: number): Promise<string> {
  return tracer.startActiveSpan(`POST /trips/${trip}`, { kind: SpanKind.SERVER }, async (span) => {
    const answer = await approval(trip);
    span.end();
    return answer;
  });
}

console.log(await Promise.all([post(1), post(2)]));
clearInterval(clerk);
