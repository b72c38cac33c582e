'use strict';
/** CommonJS: a cache with single flight calls all that wait in the context of the first. */

const { SpanKind, trace } = require('@opentelemetry/api');

const tracer = trace.getTracer('legacy');

class Cache {
  constructor(load) {
    this.load = load;
    this.waiting = new Map();
  }

  get(key, done) {
    const waiting = this.waiting.get(key);
    if (waiting) {
      waiting.push(done);
      return;
    }
    const all = [done];
    this.waiting.set(key, all);
    this.load(key, (value) => {
      this.waiting.delete(key);
      for (const each of all) each(value);
    });
  }
}

const rates = new Cache((currency, done) => {
  const span = tracer.startSpan(`download ${currency}`, { kind: SpanKind.CLIENT });
  setTimeout(() => {
    span.end();
    done(currency.length / 2);
  }, 3);
});

function convert(amount, done) {
  tracer.startActiveSpan(`GET /convert/${amount}`, { kind: SpanKind.SERVER }, (span) => {
    rates.get('EUR', (rate) => {
      const multiply = tracer.startSpan(`multiply ${amount}`);
      multiply.end();
      span.end();
      done(amount * rate);
    });
  });
}

for (const amount of [10, 20]) convert(amount, (result) => console.log(result));
