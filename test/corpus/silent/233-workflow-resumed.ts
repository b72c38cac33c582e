/** A workflow stored as text between its steps: each request that moves it on links to the one before. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Link, type SpanContext, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('workflows');
const stored = new Map<string, string>();

interface Workflow {
  readonly id: string;
  readonly step: number;
  readonly by: SpanContext | null;
}

async function load(id: string): Promise<Workflow> {
  const span = tracer.startSpan('load workflow', { kind: SpanKind.CLIENT });
  await sleep(1);
  span.end();
  return JSON.parse(stored.get(id) ?? JSON.stringify({ id, step: 0, by: null })) as Workflow;
}

async function save(workflow: Workflow): Promise<void> {
  const span = tracer.startSpan('save workflow', { kind: SpanKind.CLIENT });
  stored.set(workflow.id, JSON.stringify(workflow));
  await sleep(1);
  span.end();
}

async function advance(id: string): Promise<number> {
  return tracer.startActiveSpan(`POST /workflows/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const { step, by } = await load(id);
    const links: Link[] = by ? [{ context: by }] : [];
    await tracer.startActiveSpan(`step ${step + 1} of ${id}`, { links }, async (running) => {
      await sleep(1);
      await save({ id, step: step + 1, by: running.spanContext() });
      running.end();
    });
    span.end();
    return step + 1;
  });
}

console.log(await advance('order'), await advance('order'), await Promise.all([advance('order'), advance('refund')]));
