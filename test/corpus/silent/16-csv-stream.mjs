/** An import by streams, all inside one span. */

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { trace } from '@opentelemetry/api';
import { parse } from 'csv-parse';

const tracer = trace.getTracer('import');
const text = 'name,city\nacme,Oslo\nglobex,Rome\n';

async function importSuppliers() {
  return tracer.startActiveSpan('import suppliers', async (span) => {
    const rows = [];
    await pipeline(Readable.from([text.slice(0, 14), text.slice(14)]), parse({ columns: true }), async (parsed) => {
      for await (const row of parsed) {
        const each = tracer.startSpan(`row ${row.name}`);
        rows.push(row);
        each.end();
      }
    });
    const commit = tracer.startSpan(`commit ${rows.length} rows`);
    await Promise.resolve();
    commit.end();
    span.end();
    return rows;
  });
}

for (const { name, city } of await importSuppliers()) console.log(name, city);
