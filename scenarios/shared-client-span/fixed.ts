/** A shop asks its suppliers what a part costs, all at once, and takes the cheapest. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('shop');

const OFFERS = new Map([
  ['north', 340],
  ['south', 310],
  ['west', 365],
]);

/** Stands for the suppliers' services, which belong to others. */
const suppliers = createServer((request, response) => {
  const [, supplier = '', part = ''] = request.url?.split('/') ?? [];
  response.end(JSON.stringify({ supplier, part, cents: OFFERS.get(supplier) }));
});

interface Offer {
  readonly supplier: string;
  readonly cents: number;
}

async function askSupplier(url: string): Promise<Offer> {
  return tracer.startActiveSpan('GET offer', { kind: SpanKind.CLIENT }, async (span) => {
    try {
      span.setAttribute('url.full', url);
      const response = await fetch(url);
      return (await response.json()) as Offer;
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
      throw error;
    } finally {
      span.end();
    }
  });
}

async function cheapestOffer(base: string, part: string): Promise<Offer> {
  return tracer.startActiveSpan('ask suppliers', async (span) => {
    try {
      const urls = [...OFFERS.keys()].map((supplier) => `${base}/${supplier}/${part}`);
      const offers = await Promise.all(urls.map((url) => askSupplier(url)));
      return offers.reduce((best, offer) => (offer.cents < best.cents ? offer : best));
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
      throw error;
    } finally {
      span.end();
    }
  });
}

await new Promise<void>((resolve) => suppliers.listen(0, '127.0.0.1', resolve));
const { port } = suppliers.address() as AddressInfo;

await tracer.startActiveSpan('GET /parts/m8', { kind: SpanKind.SERVER }, async (span) => {
  const { supplier, cents } = await cheapestOffer(`http://127.0.0.1:${port}`, 'm8');
  console.log(`m8 costs ${cents} cents, from ${supplier}`);
  span.end();
});

suppliers.close();
suppliers.closeAllConnections();
