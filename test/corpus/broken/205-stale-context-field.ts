/** A unit of work that keeps the context of before its own span. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, context, type Span, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('ledger');

class UnitOfWork {
  readonly #parent: Context;
  readonly span: Span;

  constructor(name: string) {
    this.#parent = context.active();
    this.span = tracer.startSpan(name);
  }

  async write(table: string): Promise<void> {
    const span = tracer.startSpan(`write ${table}`, { kind: SpanKind.CLIENT }, this.#parent);
    await sleep(1);
    span.end();
  }

  commit(): void {
    this.span.end();
  }
}

async function post(id: number): Promise<string> {
  return tracer.startActiveSpan(`POST /ledger/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const unit = new UnitOfWork(`unit of work ${id}`);
    await unit.write('entries');
    unit.commit();
    span.end();
    return `entry ${id}`;
  });
}

console.log(await post(1), await post(2));
