import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';

const waiting = new Map<string, (invoice: string) => void>();
let worker: Worker | undefined;

export function openInvoices(): void {
  worker = new Worker(join(dirname(process.argv[1] ?? ''), 'thread', 'invoice-worker.js'));
  worker.on('message', ({ id, invoice }: { readonly id: string; readonly invoice: string }) => {
    waiting.get(id)?.(invoice);
    waiting.delete(id);
  });
}

export function invoiceOf(id: string, price: number): Promise<string> {
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    worker?.postMessage({ id, price });
  });
}

export async function closeInvoices(): Promise<void> {
  await worker?.terminate();
}
