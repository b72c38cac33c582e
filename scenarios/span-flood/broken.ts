/** A nightly import: some thousand rows of a price list are read, checked and summed up. */

import { trace } from '@opentelemetry/api';

const tracer = trace.getTracer('price-list');

interface Row {
  readonly article: number;
  readonly cents: number;
}

const rows: readonly Row[] = Array.from({ length: 1500 }, (_, article) => ({ article, cents: (article * 37) % 5000 }));

function checkRow(row: Row): number {
  const span = tracer.startSpan(`check row ${row.article}`);
  try {
    return row.cents > 0 ? row.cents : 0;
  } finally {
    span.end();
  }
}

function importPrices(): number {
  return tracer.startActiveSpan('import prices', (span) => {
    let total = 0;
    for (const row of rows) total += checkRow(row);
    span.end();
    return total;
  });
}

console.log(`${rows.length} rows, ${importPrices()} cents in all`);
