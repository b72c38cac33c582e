/** Shipments are announced to a carrier over one long-lived line; the carrier's replies arrive on it later. */

import { EventEmitter } from 'node:events';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('shipping');

interface Reply {
  readonly shipment: string;
  readonly label: string;
}

/** The line to the carrier: opened when the service starts, read every few milliseconds. */
class CarrierLine extends EventEmitter {
  readonly #announced: string[] = [];
  readonly #reader = setInterval(() => this.#read(), 10);

  announce(shipment: string): void {
    this.#announced.push(shipment);
  }

  close(): void {
    clearInterval(this.#reader);
  }

  #read(): void {
    for (const shipment of this.#announced.splice(0)) {
      this.emit(`reply ${shipment}`, { shipment, label: `label-${shipment}` });
    }
  }
}

const carrier = new CarrierLine();
const labels = new Map<string, string>();

function storeLabel(reply: Reply): string {
  return tracer.startActiveSpan('store label', (span) => {
    span.setAttribute('shipment', reply.shipment);
    labels.set(reply.shipment, reply.label);
    span.end();
    return reply.label;
  });
}

function requestLabel(shipment: string): Promise<string> {
  return new Promise((resolve) => {
    carrier.once(`reply ${shipment}`, (reply: Reply) => {
      resolve(storeLabel(reply));
    });
    carrier.announce(shipment);
  });
}

function ship(shipment: string): Promise<string> {
  return tracer.startActiveSpan(`POST /shipments/${shipment}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await requestLabel(shipment);
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all([ship('s1'), ship('s2'), ship('s3')]));
carrier.close();
