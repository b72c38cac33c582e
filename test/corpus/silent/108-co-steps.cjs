/** Signing up, as a generator function that `co` drives. */

const { SpanKind, trace } = require('@opentelemetry/api');
const co = require('co');

const tracer = trace.getTracer('signup');
const users = new Map();
const later = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));

const signUp = co.wrap(function* (name) {
  const check = tracer.startSpan(`check name ${name}`);
  const taken = yield later(3, users.has(name));
  check.end();
  if (taken) throw new Error(`${name} is taken`);
  const store = tracer.startSpan(`store ${name}`, { kind: SpanKind.CLIENT });
  yield [later(2), later(4)];
  users.set(name, { since: 2020 });
  store.end();
  return users.size;
});

function post(name) {
  return tracer.startActiveSpan(`POST /signup/${name}`, { kind: SpanKind.SERVER }, (span) =>
    co(function* () {
      try {
        yield signUp(name);
        return `welcome ${name}`;
      } finally {
        span.end();
      }
    }),
  );
}

Promise.all([post('ada'), post('bob')]).then((texts) => console.log(texts, users.size));
