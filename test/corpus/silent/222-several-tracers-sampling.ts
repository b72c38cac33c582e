/** An SDK of the app's own with a sampler that leaves health checks out, and a tracer for each module. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Attributes, type Context, type Link, SpanKind, trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

class NoHealthChecks implements Sampler {
  shouldSample(_of: Context, _traceId: string, name: string, _kind: SpanKind, _with: Attributes, _links: Link[]) {
    const drop = name.includes('/health');
    return { decision: drop ? SamplingDecision.NOT_RECORD : SamplingDecision.RECORD_AND_SAMPLED };
  }
}

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({
  sampler: new ParentBasedSampler({ root: new NoHealthChecks() }),
  spanProcessors: [new SimpleSpanProcessor(exporter)],
});
provider.register();

const http = trace.getTracer('http', '1.2.0');
const db = trace.getTracer('db', '0.3.1');
const jobs = provider.getTracer('jobs');

async function query(sql: string): Promise<number> {
  return db.startActiveSpan(sql, { kind: SpanKind.CLIENT }, async (span) => {
    await sleep(1);
    span.end();
    return sql.length;
  });
}

async function get(path: string): Promise<number> {
  return http.startActiveSpan(`GET ${path}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      const [a, b] = await Promise.all([query(`select ${path}`), query('select 1')]);
      return (a ?? 0) + (b ?? 0);
    } finally {
      span.end();
    }
  });
}

async function nightly(): Promise<void> {
  await jobs.startActiveSpan('nightly', async (span) => {
    for (const table of ['users', 'orders']) await query(`vacuum ${table}`);
    span.end();
  });
}

console.log(await Promise.all([get('/health'), get('/users'), get('/health/db')]));
await nightly();
console.log(exporter.getFinishedSpans().length);
await provider.shutdown();
