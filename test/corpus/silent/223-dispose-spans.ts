/** `using`: a span that ends itself at the end of its block, with and without an active context. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, type Span, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('imports');

class Scope implements Disposable {
  readonly span: Span;
  constructor(name: string, kind = SpanKind.INTERNAL) {
    this.span = tracer.startSpan(name, { kind });
  }

  run<T>(work: () => T): T {
    return context.with(trace.setSpan(context.active(), this.span), work);
  }

  [Symbol.dispose](): void {
    this.span.end();
  }
}

async function validate(rows: number[]): Promise<number[]> {
  using scope = new Scope('validate');
  return await scope.run(async () => {
    await sleep(1);
    using check = new Scope('check ranges');
    check.span.setAttribute('rows', rows.length);
    return rows.filter((row) => row > 0);
  });
}

async function store(row: number): Promise<void> {
  using scope = new Scope(`store ${row}`, SpanKind.CLIENT);
  await sleep(row);
  scope.span.addEvent('stored');
}

async function put(...rows: number[]): Promise<string> {
  using request = new Scope(`PUT /rows/${rows.join('+')}`, SpanKind.SERVER);
  return await request.run(async () => {
    const valid = await validate(rows);
    await Promise.all(valid.map(store));
    return `${valid.length} of ${rows.length}`;
  });
}

console.log(await Promise.all([put(1, -1, 3), put(2)]));
