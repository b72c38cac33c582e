/** Feature flags, polled by an RxJS interval that the first request starts. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { interval, type Subscription, take } from 'rxjs';

const tracer = trace.getTracer('flags');

class Flags {
  polls = 0;
  #polling: Subscription | undefined;
  readonly #flags = new Map([['dark', true]]);

  isOn(name: string): boolean {
    this.#polling ??= interval(6)
      .pipe(take(3))
      .subscribe(() => this.#poll());
    return tracer.startActiveSpan(`evaluate ${name}`, (span) => {
      const on = this.#flags.get(name) ?? false;
      span.end();
      return on;
    });
  }

  #poll(): void {
    tracer.startActiveSpan('poll feature flags', { kind: SpanKind.CLIENT }, (span) => {
      this.polls++;
      if (this.polls === 1) this.#flags.set('beta', true);
      span.end();
    });
  }
}

const flags = new Flags();

function get(name: string): string {
  return tracer.startActiveSpan(`GET /flags/${name}`, { kind: SpanKind.SERVER }, (span) => {
    const on = flags.isOn(name);
    span.end();
    return `${name} is ${on ? 'on' : 'off'}`;
  });
}

console.log(get('dark'));
while (flags.polls < 3) await sleep(2);
console.log(get('beta'));
