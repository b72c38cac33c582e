'use strict';
/** CommonJS with callbacks all the way down: an onion of middleware, and spans that callbacks end. */

const { context, SpanKind, SpanStatusCode, trace } = require('@opentelemetry/api');
const async = require('async');

const tracer = trace.getTracer('legacy');

function compose(middleware) {
  return (request, done) => {
    let at = -1;
    const dispatch = (index) => {
      if (index <= at) throw new Error('next() called twice');
      at = index;
      const layer = middleware[index];
      if (layer) layer(request, () => dispatch(index + 1), done);
      else done(new Error('not found'));
    };
    dispatch(0);
  };
}

function withSpan(name, work, done) {
  const span = tracer.startSpan(name);
  const outside = context.active();
  context.with(trace.setSpan(outside, span), () => {
    work((error, result) => {
      if (error) span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
      span.end();
      context.with(outside, done, undefined, error, result);
    });
  });
}

const read = (key, done) => setTimeout(() => done(key === 'x' ? new Error('no x') : null, key.toUpperCase()), 1);

const app = compose([
  (request, next, done) => {
    request.done = done;
    next();
  },
  (request, next) =>
    withSpan(
      'authenticate',
      (ready) => process.nextTick(ready, null, 'ada'),
      (_error, user) => {
        request.user = user;
        next();
      },
    ),
  (request, _next, done) =>
    async.mapLimit(
      request.keys,
      2,
      (key, each) => withSpan(`read ${key}`, (ready) => read(key, ready), each),
      (error, values) => done(error, values && `${request.user}: ${values.join()}`),
    ),
]);

function serve(keys, done) {
  tracer.startActiveSpan(`GET /${keys.join('/')}`, { kind: SpanKind.SERVER }, (span) => {
    app({ keys }, (error, text) => {
      span.end();
      done(null, error ? error.message : text);
    });
  });
}

async.map([['a', 'b', 'c'], ['x'], ['d']], serve, (_error, texts) => console.log(texts));
