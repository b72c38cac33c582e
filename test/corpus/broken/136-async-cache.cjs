/** Cities in an async-cache, which calls everybody back when the first one's load is done. */

const { SpanKind, trace } = require('@opentelemetry/api');
const AsyncCache = require('async-cache');

const tracer = trace.getTracer('greetings');
const names = { OSL: 'Oslo' };

const cities = new AsyncCache({
  max: 100,
  maxAge: 60_000,
  load(code, done) {
    const span = tracer.startSpan(`load city ${code}`, { kind: SpanKind.CLIENT });
    setTimeout(() => {
      span.end();
      done(null, names[code]);
    }, 5);
  },
});

function greet(name, code) {
  return new Promise((resolve, reject) => {
    cities.get(code, (error, city) => {
      if (error) return reject(error);
      const span = tracer.startSpan(`greet from ${code} for ${name}`);
      const text = `hello ${name}, this is ${city}`;
      span.end();
      return resolve(text);
    });
  });
}

async function get(name) {
  return tracer.startActiveSpan(`GET /greet/${name}`, { kind: SpanKind.SERVER }, async (span) => {
    const text = await greet(name, 'OSL');
    span.end();
    return text;
  });
}

Promise.all([get('ada'), get('bob')]).then((texts) => console.log(texts));
