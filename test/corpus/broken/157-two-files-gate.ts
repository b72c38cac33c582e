/** A garage for one; the gate is a module of its own in support/. */

import { SpanKind, trace } from '@opentelemetry/api';
import { createGate } from '../support/gate.js';

const tracer = trace.getTracer('garage');
const gate = createGate(1);

function park(vehicle: string): Promise<string> {
  return new Promise((resolve) => {
    gate.enter((leave) => {
      const span = tracer.startSpan(`park ${vehicle}`);
      setTimeout(() => {
        span.end();
        resolve(`${vehicle} was here`);
        leave();
      }, 4);
    });
  });
}

async function post(vehicle: string): Promise<string> {
  return tracer.startActiveSpan(`POST /park/${vehicle}`, { kind: SpanKind.SERVER }, async (span) => {
    const text = await park(vehicle);
    span.end();
    return text;
  });
}

console.log(await Promise.all([post('car'), post('bus')]));
