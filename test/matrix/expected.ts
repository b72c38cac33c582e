/** A finding, without what differs from run to run. */
export interface Found {
  readonly rule: string;
  readonly severity: string;
  readonly confidence: string;
  readonly mechanism: string | null;
  /** File and trimmed line of the source, whatever the program was made into. */
  readonly boundary: string | null;
  readonly occurrences: number;
  /** Name, parent, and the parent it should have. */
  readonly spans: readonly (readonly [string, string | null, string | null])[];
}

const ORDERS = ['A', 'B', 'C'].map((id) => `POST /orders/${id}`);

/** What is true of `program/`, written by hand, sorted by rule. */
export const FINDINGS: readonly Found[] = [
  {
    rule: 'orphan-span',
    severity: 'error',
    confidence: 'certain',
    mechanism: 'worker-thread',
    boundary: 'invoices.ts: worker?.postMessage({ id, price });',
    occurrences: 3,
    spans: ORDERS.map((order) => ['write invoice', null, order] as const),
  },
  {
    rule: 'outlives-parent',
    severity: 'error',
    confidence: 'certain',
    mechanism: 'missing-await',
    boundary: 'order.ts: sendConfirmation(id);',
    occurrences: 3,
    spans: ORDERS.map((order) => ['send mail', order, order] as const),
  },
  {
    rule: 'trace-mismatch',
    severity: 'error',
    confidence: 'certain',
    mechanism: 'callback',
    boundary: 'database.ts: pool.acquire(() => {',
    occurrences: 2,
    spans: ORDERS.slice(1).map((order) => ['SELECT orders', 'POST /orders/A', order] as const),
  },
  {
    rule: 'wrong-parent',
    severity: 'error',
    confidence: 'certain',
    mechanism: 'inactive-span',
    boundary: "price.ts: const span = tracer.startSpan('price order');",
    occurrences: 6,
    spans: ORDERS.flatMap((order) => [order, order]).map((order) => ['look up rate', order, 'price order'] as const),
  },
];

export const OUTPUT = 'invoice A: 31, 7 left\ninvoice B: 31, 7 left\ninvoice C: 31, 7 left\n';
export const SPANS = 32;
