import { events } from './audit.js';
import { loadOrder } from './database.js';
import { inStock } from './inventory.js';
import { invoiceOf } from './invoices.js';
import { sendConfirmation } from './mail.js';
import { priceOf } from './price.js';

export async function placeOrder(id: string, inventoryPort: number): Promise<string> {
  const order = await loadOrder(id);
  const [price, left] = await Promise.all([priceOf(order), inStock(order.sku, inventoryPort)]);
  events.emit('placed', id);
  const invoice = await invoiceOf(id, price);
  sendConfirmation(id);
  return `${invoice}, ${left} left`;
}
