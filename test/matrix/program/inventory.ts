import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { context, propagation, SpanKind } from '@opentelemetry/api';
import { tracer } from './tracer.js';

export interface Inventory {
  readonly port: number;
  close(): Promise<void>;
}

/** A service of its own, in this process: its spans have remote parents. */
export async function startInventory(): Promise<Inventory> {
  const server = createServer((incoming, response) => {
    const caller = propagation.extract(context.active(), incoming.headers);
    tracer.startActiveSpan('GET /stock', { kind: SpanKind.SERVER }, caller, (span) => {
      response.end('7');
      span.end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
    });
  return { port: (server.address() as AddressInfo).port, close };
}

export function inStock(sku: string, port: number): Promise<number> {
  return tracer.startActiveSpan('GET stock', { kind: SpanKind.CLIENT }, async (span) => {
    const headers: Record<string, string> = {};
    propagation.inject(context.active(), headers);
    const response = await new Promise<IncomingMessage>((resolve) => {
      request({ host: '127.0.0.1', port, path: `/stock/${sku}`, headers, agent: false }, resolve).end();
    });
    let text = '';
    for await (const chunk of response) text += chunk;
    span.end();
    return Number(text);
  });
}
