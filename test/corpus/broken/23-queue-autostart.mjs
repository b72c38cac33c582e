/** Reports, by the `queue` package: functions pushed by requests, run where the last one ended. */

import { SpanKind, trace } from '@opentelemetry/api';
import Queue from 'queue';

const tracer = trace.getTracer('reports');
const tasks = new Queue({ concurrency: 1, autostart: true });

function runReport(name, done) {
  const span = tracer.startSpan(`report ${name}`);
  return new Promise((resolve) => {
    setTimeout(() => {
      span.end();
      done(`${name}.pdf`);
      resolve();
    }, 4);
  });
}

function schedule(name, done) {
  tasks.push(() => runReport(name, done));
}

function post(name) {
  return tracer.startActiveSpan(`POST /reports/${name}`, { kind: SpanKind.SERVER }, (span) => {
    return new Promise((resolve) => {
      schedule(name, (file) => {
        span.end();
        resolve(file);
      });
    });
  });
}

console.log(await Promise.all([post('stock'), post('sales')]));
