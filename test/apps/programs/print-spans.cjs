/** What the program's own exporter got, a line a span: `name (kind, scope) < parent`. */

let sdk;
let memory;

exports.exportTo = (exporter, startedSdk) => {
  memory = exporter;
  sdk = startedSdk;
};

exports.printSpans = async () => {
  if (!memory) return;
  // What is ended by the closing of sockets ends in the next turns.
  await new Promise((closed) => setTimeout(closed, 50));
  const spans = memory.getFinishedSpans().slice();
  const names = new Map(spans.map((span) => [span.spanContext().spanId, span.name]));
  const parentOf = ({ parentSpanContext, parentSpanId }) => {
    const id = parentSpanContext?.spanId ?? parentSpanId;
    return id === undefined ? '-' : (names.get(id) ?? '(not exported)');
  };
  const lines = spans.map((span) => {
    const scope = (span.instrumentationScope ?? span.instrumentationLibrary).name.replace('@opentelemetry/', '');
    return `${span.name} (${span.kind}, ${scope}) < ${parentOf(span)}`;
  });
  console.log(lines.sort().join('\n'));
  await sdk.shutdown();
};
