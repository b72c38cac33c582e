// Prints what an exporter gets, field by field. Its SDK is that of the working directory.
// usage: node program.cjs <way>
const { createServer } = require('node:http');
const { Provider, api, batch, requireHere, sdk, simple } = require('./sdk.cjs');

const { SpanKind, SpanStatusCode, context, propagation, trace } = api;
const { AsyncLocalStorageContextManager } = requireHere('@opentelemetry/context-async-hooks');

/** The same ids in each run. */
class Counter {
  #traces = 0;
  #spans = 0;
  generateTraceId = () => (++this.#traces).toString(16).padStart(32, 'a');
  generateSpanId = () => (++this.#spans).toString(16).padStart(16, 'b');
}

class Printer {
  export(spans, done, ...rest) {
    console.log(`export of ${spans.length}, ${rest.length} more arguments, ${done.length} of the callback`);
    for (const span of spans) console.log(JSON.stringify(fieldsOf(span)));
    setTimeout(() => done({ code: 0 }), 5);
  }
  async forceFlush() {
    console.log('forceFlush');
  }
  async shutdown() {
    console.log('shutdown');
  }
}

/** All that can be read of a span. */
function fieldsOf(span) {
  const { name, kind, attributes, links, events, status, startTime, endTime, duration, ended } = span;
  return {
    context: span.spanContext(),
    parent: span.parentSpanId ?? span.parentSpanContext?.spanId,
    scope: span.instrumentationScope ?? span.instrumentationLibrary,
    dropped: [span.droppedAttributesCount, span.droppedEventsCount, span.droppedLinksCount],
    resource: span.resource.attributes,
    fields: Object.keys(span),
    ...{ name, kind, attributes, links, events, status, startTime, endTime, duration, ended },
  };
}

/** Marks spans at their start, and lets only some of them through. */
class Sieve {
  constructor(behind) {
    this.behind = behind;
  }
  onStart(span, parent) {
    span.setAttribute('parent.known', trace.getSpan(parent) !== undefined);
    this.behind.onStart(span, parent);
  }
  onEnd(span) {
    if (!span.name.startsWith('poll')) this.behind.onEnd(span);
  }
  forceFlush() {
    return this.behind.forceFlush();
  }
  shutdown() {
    return this.behind.shutdown();
  }
}

/** Shows nobody what it exports to. */
class Hidden {
  #exporter = new Printer();
  onStart() {}
  onEnd(span) {
    this.#exporter.export([span], () => {});
  }
  async forceFlush() {}
  async shutdown() {}
}

/** Takes what comes over HTTP, and prints it. */
async function collector() {
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const headers = Object.entries(request.headers).filter(([key]) => !['host', 'user-agent'].includes(key));
    console.log(request.method, request.url, JSON.stringify(Object.fromEntries(headers)));
    console.log(request.headers['content-type'] === 'application/json' ? body.toString() : body.toString('hex'));
    response.setHeader('content-type', request.headers['content-type'] ?? '').end();
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { url: `http://127.0.0.1:${server.address().port}/v1/traces`, close: () => server.close() };
}

async function grpcCollector() {
  const { Server, ServerCredentials } = requireHere('@grpc/grpc-js');
  const server = new Server();
  const bytes = (value) => value;
  const method = { path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export', requestStream: false };
  const kinds = { responseStream: false, requestSerialize: bytes, requestDeserialize: bytes };
  server.addService(
    { Export: { ...method, ...kinds, responseSerialize: bytes, responseDeserialize: bytes } },
    {
      Export({ request, metadata }, answer) {
        console.log('gRPC', JSON.stringify(metadata.getMap()['traceparent'] ?? null), request.toString('hex'));
        answer(null, Buffer.alloc(0));
      },
    },
  );
  const port = await new Promise((bound, failed) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, at) =>
      error ? failed(error) : bound(at),
    ),
  );
  return { url: `http://127.0.0.1:${port}`, close: () => server.forceShutdown() };
}

async function otlp(name, { url, close }) {
  const { OTLPTraceExporter } = requireHere(name);
  return { processors: [batch(new OTLPTraceExporter({ url }))], close };
}

const WAYS = {
  memory: () => {
    const exporter = new sdk.InMemorySpanExporter();
    const close = () => console.log(exporter.getFinishedSpans().length, 'left after shutdown');
    const print = () => console.log(JSON.stringify(exporter.getFinishedSpans().map(fieldsOf)));
    return { processors: [simple(exporter)], print, close };
  },
  console: () => ({ processors: [simple(new sdk.ConsoleSpanExporter())] }),
  simple: () => ({ processors: [simple(new Printer())] }),
  batch: () => ({ processors: [batch(new Printer(), { maxExportBatchSize: 4, maxQueueSize: 8 })] }),
  sieve: () => ({ processors: [new Sieve(batch(new Printer())), simple(new Printer())] }),
  hidden: () => ({ processors: [new Hidden()] }),
  late: () => ({ processors: [simple(new Printer())], early: true }),
  'otlp-json': async () => otlp('@opentelemetry/exporter-trace-otlp-http', await collector()),
  'otlp-proto': async () => otlp('@opentelemetry/exporter-trace-otlp-proto', await collector()),
  'otlp-grpc': async () => otlp('@opentelemetry/exporter-trace-otlp-grpc', await grpcCollector()),
};

/** Times that do not depend on when it runs. */
let time = 1_700_000_000_000;
const tick = () => ++time;

/** What stacks look like is another matter. */
const refused = Object.assign(new RangeError('no such row'), { stack: 'RangeError: no such row' });

function work(tracer) {
  const root = tracer.startSpan('GET /orders', {
    kind: SpanKind.SERVER,
    startTime: tick(),
    attributes: { 'http.route': '/orders' },
  });
  context.with(trace.setSpan(context.active(), root), () => {
    for (let poll = 0; poll < 12; poll++) tracer.startSpan(`poll ${poll}`, { startTime: tick() }).end(tick());
    tracer.startActiveSpan('query', { kind: SpanKind.CLIENT, startTime: tick() }, (span) => {
      span.addEvent('sent', { rows: 3 }, tick());
      span.recordException(refused, tick());
      span.setStatus({ code: SpanStatusCode.ERROR, message: 'no such row' });
      const headers = {};
      propagation.inject(context.active(), headers);
      span.setAttribute('headers', JSON.stringify(headers));
      span.end(tick());
      span.setAttribute('too', 'late');
    });
    tracer.startSpan('audit', { root: true, startTime: tick(), links: [{ context: root.spanContext() }] }).end(tick());
  });
  root.updateName('GET /orders/:id').end(tick());
}

async function main() {
  const { processors, print, close, early } = await WAYS[process.argv[2]]();
  const before = early
    ? trace.getTracer('early').startSpan('before there was an SDK', { startTime: tick() })
    : undefined;
  const around = before && trace.setSpan(context.active(), before);
  const provider = new Provider({ spanProcessors: processors, idGenerator: new Counter() });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  const tracer = trace.getTracer('shop', '1.2.3');
  work(tracer);
  if (around) context.with(around, () => work(tracer));
  if (around) tracer.startSpan('passed on', { startTime: tick() }, around).end(tick());
  before?.end(tick());
  await provider.forceFlush();
  print?.();
  tracer.startSpan('last', { startTime: tick() }).end(tick());
  await provider.shutdown();
  close?.();
}

main();
