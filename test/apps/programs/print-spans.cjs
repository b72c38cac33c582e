/** What the program's own SDK got, a line a span: `name (kind, scope) < parent`. */

let sdk;
const spans = [];

/** A span processor, for SDKs of all versions. */
exports.keep = {
  onStart() {},
  onEnd: (span) => spans.push(span),
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

exports.shutDownWith = (started) => {
  sdk = started;
};

exports.printSpans = async () => {
  // What is ended by the closing of sockets ends in the next turns.
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  const names = new Map(spans.map((span) => [span.spanContext().spanId, span.name]));
  const parentOf = ({ parentSpanContext, parentSpanId }) => {
    const id = parentSpanContext?.spanId ?? parentSpanId;
    return id === undefined ? '-' : (names.get(id) ?? '(not exported)');
  };
  const lines = spans.map((span) => {
    const scope = (span.instrumentationScope ?? span.instrumentationLibrary).name.replace('@opentelemetry/', '');
    return `${span.name} (${span.kind}, ${scope}) < ${parentOf(span)}`;
  });
  if (lines.length > 0) console.log(lines.sort().join('\n'));
  await sdk?.shutdown();
};
