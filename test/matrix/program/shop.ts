import { SpanKind } from '@opentelemetry/api';
import { events, listen } from './audit.js';
import { startInventory } from './inventory.js';
import { closeInvoices, openInvoices } from './invoices.js';
import { placeOrder } from './order.js';
import { tracer } from './tracer.js';

const ORDERS = ['A', 'B', 'C'];

/** All orders come at once, so that each but the first has to wait for the connection. */
export async function openShop(): Promise<string[]> {
  const inventory = await tracer.startActiveSpan('boot', async (span) => {
    listen();
    openInvoices();
    const started = await startInventory();
    span.end();
    return started;
  });
  const lines = await Promise.all(ORDERS.map((id) => handle(id, inventory.port)));
  events.emit('closing');
  await Promise.all([inventory.close(), closeInvoices()]);
  return lines;
}

function handle(id: string, inventoryPort: number): Promise<string> {
  return tracer.startActiveSpan(`POST /orders/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const line = await placeOrder(id, inventoryPort);
    span.end();
    return line;
  });
}
