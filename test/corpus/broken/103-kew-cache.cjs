/** Avatars: one download for whoever asks while it is on its way, by promises of `kew`. */

const { SpanKind, trace } = require('@opentelemetry/api');
const Q = require('kew');

const tracer = trace.getTracer('avatars');
const onTheWay = new Map();

function fetchAvatar(user) {
  const known = onTheWay.get(user);
  if (known !== undefined) return known;
  const deferred = Q.defer();
  onTheWay.set(user, deferred.promise);
  const span = tracer.startSpan(`fetch avatar of ${user}`, { kind: SpanKind.CLIENT });
  setTimeout(() => {
    span.end();
    onTheWay.delete(user);
    deferred.resolve({ user, width: 64 });
  }, 8);
  return deferred.promise;
}

function cropped(user, page) {
  return fetchAvatar(user).then((avatar) => {
    const span = tracer.startSpan(`crop avatar for ${page}`);
    const width = avatar.width / 2;
    span.end();
    return `${avatar.user} at ${width}px`;
  });
}

function get(page) {
  return tracer.startActiveSpan(`GET /${page}`, { kind: SpanKind.SERVER }, async (span) => {
    const avatar = await cropped('ada', page);
    span.end();
    return `${page}: ${avatar}`;
  });
}

Promise.all([get('left'), get('right')]).then((pages) => console.log(pages));
