/** A measurement takes three readings of a device; the handler is a field of the object that measures. */

import { SpanKind, trace } from '@opentelemetry/api';
import { createNanoEvents } from 'nanoevents';

const tracer = trace.getTracer('lab');
const device = createNanoEvents<{ reading: (value: number) => void }>();
let next = 20;
const clock = setInterval(() => device.emit('reading', next++), 3);

class Measurement {
  readonly #values: number[] = [];
  readonly #stop: () => void;
  readonly #name: string;
  readonly #done: (average: number) => void;

  readonly #onReading = (value: number): void => {
    this.#values.push(value);
    if (this.#values.length === 3) this.#finish();
  };

  constructor(name: string, done: (average: number) => void) {
    this.#name = name;
    this.#done = done;
    this.#stop = device.on('reading', this.#onReading);
  }

  #finish(): void {
    this.#stop();
    const span = tracer.startSpan(`average of ${this.#name}`);
    const sum = this.#values.reduce((total, value) => total + value, 0);
    span.end();
    this.#done(sum / this.#values.length);
  }
}

function get(name: string): Promise<string> {
  return tracer.startActiveSpan(`GET /average/${name}`, { kind: SpanKind.SERVER }, async (span) => {
    const average = await new Promise<number>((done) => new Measurement(name, done));
    span.end();
    return `${name}: ${average > 20 ? 'warm' : 'cold'}`;
  });
}

console.log(await get('thermometer'));
clearInterval(clock);
