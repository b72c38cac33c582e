/** Settings are written by a neo-async queue in the context of whoever wrote before. */

import { SpanKind, trace } from '@opentelemetry/api';
import neo from 'neo-async';

const tracer = trace.getTracer('settings');
const settings = new Map();

const writer = neo.queue((entry, done) => {
  const span = tracer.startSpan(`write ${entry.key}`);
  setTimeout(() => {
    settings.set(entry.key, entry.value);
    span.end();
    done(null);
  }, 3);
}, 1);

function save(key, value) {
  return new Promise((resolve, reject) => {
    writer.push({ key, value }, (error) => {
      if (error) reject(error);
      else resolve(settings.get(key));
    });
  });
}

async function put(key, value) {
  return tracer.startActiveSpan(`PUT /${key}`, { kind: SpanKind.SERVER }, async (span) => {
    const saved = await save(key, value);
    span.end();
    return `${key}=${saved}`;
  });
}

console.log(await Promise.all([put('size', 12), put('colour', 'green')]));
