import { context, trace } from '@opentelemetry/api';
import type { ServiceError } from '@grpc/grpc-js';
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, type Received, received, troubles } from './received.js';

type Options = { readonly url: string; readonly compression?: never };

/** Compression's type is an enum of each package's own. */
const GZIP = { compression: 'gzip' as never };

const EXPORTERS: readonly [name: string, make: (port: number) => SpanExporter][] = [
  ['HTTP and protobuf', (port) => new ProtobufExporter(http(port))],
  ['HTTP, protobuf, gzip', (port) => new ProtobufExporter({ ...http(port), ...GZIP })],
  ['HTTP and JSON', (port) => new JsonExporter(http(port))],
  ['HTTP, JSON, gzip', (port) => new JsonExporter({ ...http(port), ...GZIP })],
  ['gRPC', (port) => new GrpcExporter({ url: `http://127.0.0.1:${port}` })],
  ['gRPC and gzip', (port) => new GrpcExporter({ url: `http://127.0.0.1:${port}`, ...GZIP })],
];

/** By gRPC this exporter does not try again. */
const AGAIN: ReadonlySet<string> = new Set(['HTTP and protobuf', 'HTTP, JSON, gzip']);

function http(port: number): Options {
  return { url: `http://127.0.0.1:${port}/v1/traces` };
}

afterEach(closeAll);

describe("OpenTelemetry's own exporters", () => {
  it.each(EXPORTERS)('send by %s', async (_, make) => {
    const all = await received();
    const provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': 'shop' }),
      spanProcessors: [new BatchSpanProcessor(make(all.port))],
    });
    const tracer = provider.getTracer('orders');
    const root = tracer.startSpan('GET /orders');
    tracer.startSpan('query', {}, trace.setSpan(context.active(), root)).end();
    // Longer than one read of the socket.
    tracer.startSpan('x'.repeat(200_000)).end();
    root.end();
    await provider.shutdown();
    expect(
      all.spans.map(({ name, scope, origin, parentId }) => [
        name.slice(0, 20),
        scope,
        origin.service,
        parentId !== null,
      ]),
    ).toEqual([
      ['query', 'orders', 'shop', true],
      ['x'.repeat(20), 'orders', 'shop', false],
      ['GET /orders', 'orders', 'shop', false],
    ]);
    expect(troubles(all)).toEqual(['1 long-name']);
  });

  it.each(EXPORTERS.filter(([name]) => AGAIN.has(name)))(
    'send again what there was no room for, by %s',
    async (_, make) => {
      const all = await received();
      all.full = true;
      const refused = nextRefusal(all);
      const provider = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(make(all.port))] });
      provider.getTracer('orders').startSpan('GET /orders').end();
      await Promise.all([provider.shutdown(), refused]);
      expect(all.spans.map(({ name }) => name)).toEqual(['GET /orders']);
      expect(troubles(all)).toEqual(['1 no-room']);
    },
  );

  it('are told by gRPC that there was no room, and when there may be', async () => {
    const all = await received();
    all.full = true;
    const failed = await exported(new GrpcExporter({ url: `http://127.0.0.1:${all.port}` }));
    expect(failed).toMatchObject({ code: 8, details: expect.stringContaining('try again in 1 s') });
    const [details] = (failed as ServiceError).metadata.get('grpc-status-details-bin');
    expect(`${details}`).toContain('google.rpc.RetryInfo');
    expect(all.spans).toEqual([]);
  });
});

/** There is room again when somebody was sent away. */
function nextRefusal(all: Received): Promise<void> {
  return new Promise((done) => {
    const note = all.intake.note.bind(all.intake);
    all.intake.note = (sort, carrier) => {
      note(sort, carrier);
      all.full = false;
      done();
    };
  });
}

/** What an exporter says of a span that it could not export. */
function exported(exporter: SpanExporter): Promise<unknown> {
  const memory = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] });
  provider.getTracer('orders').startSpan('GET /orders').end();
  return new Promise((done) => {
    exporter.export(memory.getFinishedSpans(), ({ error }) => done(error));
  });
}
