/** In CommonJS: listeners of an `EventTarget` and of mitt, registered at boot, dispatched by the requests. */

const { SpanKind, trace } = require('@opentelemetry/api');
const mitt = require('mitt');

const tracer = trace.getTracer('relay');
const target = new EventTarget();
const bus = mitt();
const seen = [];

target.addEventListener('request', (event) => {
  tracer.startActiveSpan(`log ${event.page}`, (span) => {
    bus.emit('logged', event.page);
    span.end();
  });
});
bus.on('counted', (page) => {
  const span = tracer.startSpan(`count ${page}`);
  seen.push(page);
  span.end();
});

class PageRequest extends Event {
  constructor(page) {
    super('request');
    this.page = page;
  }
}

function get(page) {
  return tracer.startActiveSpan(`GET /${page}`, { kind: SpanKind.SERVER }, (span) => {
    target.dispatchEvent(new PageRequest(page));
    bus.emit('counted', page);
    span.end();
    return seen.length;
  });
}

console.log(get('a'), get('b'), seen);
