/** Readings of sensors are stored by one writable stream of streamx. */

import { SpanKind, trace } from '@opentelemetry/api';
import { Writable } from 'streamx';

const tracer = trace.getTracer('readings');
const table: number[] = [];

interface Reading {
  readonly sensor: string;
  readonly value: number;
  readonly stored: (row: number) => void;
}

const sink = new Writable<Reading>({
  write(reading: Reading, done: (error?: Error | null) => void) {
    const span = tracer.startSpan(`store reading of ${reading.sensor}`, { kind: SpanKind.CLIENT });
    setTimeout(() => {
      const row = table.push(reading.value);
      span.end();
      reading.stored(row);
      done(null);
    }, 3);
  },
});

function store(sensor: string, value: number): Promise<number> {
  return new Promise((stored) => {
    sink.write({ sensor, value, stored });
  });
}

async function put(sensor: string, value: number): Promise<string> {
  return tracer.startActiveSpan(`PUT /readings/${sensor}`, { kind: SpanKind.SERVER }, async (span) => {
    const row = await store(sensor, value);
    span.end();
    return `${sensor} is in row ${row}`;
  });
}

console.log(await Promise.all([put('a', 1.5), put('b', 2.5), put('c', 3.5)]));
