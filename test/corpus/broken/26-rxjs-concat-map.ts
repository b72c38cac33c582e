/** A packing line: orders go into a Subject, `concatMap` takes the next one when the last is done. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { concatMap, from, Subject } from 'rxjs';

const tracer = trace.getTracer('packing');

interface Order {
  readonly id: number;
  readonly packed: (parcel: string) => void;
}

const orders = new Subject<Order>();

async function pack(order: Order): Promise<void> {
  const span = tracer.startSpan(`pack order ${order.id}`);
  await sleep(4);
  span.end();
  order.packed(`parcel ${order.id}`);
}

const line = orders.pipe(concatMap((order) => from(pack(order)))).subscribe();

function post(id: number): Promise<string> {
  return tracer.startActiveSpan(`POST /orders/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const parcel = await new Promise<string>((packed) => {
      orders.next({ id, packed });
    });
    span.end();
    return parcel;
  });
}

console.log(await Promise.all([post(1), post(2), post(3)]));
line.unsubscribe();
