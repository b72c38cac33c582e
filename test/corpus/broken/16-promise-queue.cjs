/** A print server, in CommonJS: `promise-queue`, one job at a time. */

const { SpanKind, trace } = require('@opentelemetry/api');
const Queue = require('promise-queue');

const tracer = trace.getTracer('printer');
const printer = new Queue(1, Infinity);

function print(job) {
  const span = tracer.startSpan(`print ${job}`);
  return new Promise((resolve) => {
    setTimeout(() => {
      span.end();
      resolve(`page ${job}`);
    }, 4);
  });
}

function submit(job) {
  return printer.add(() => print(job));
}

function post(job) {
  return tracer.startActiveSpan(`POST /print/${job}`, { kind: SpanKind.SERVER }, async (span) => {
    const page = await submit(job);
    span.end();
    return page;
  });
}

Promise.all([post(7), post(8)]).then((pages) => console.log(pages));
