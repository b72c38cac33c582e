/** A nightly import, in CommonJS. */

const { trace } = require('@opentelemetry/api');
const { parse } = require('csv-parse');

const tracer = trace.getTracer('import');
const text = 'name,city\nacme,Oslo\nglobex,Rome\n';
const suppliers = new Map();

async function parseFile(name) {
  return tracer.startActiveSpan(`parse ${name}`, async (span) => {
    const rows = [];
    for await (const row of parse(text, { columns: true })) rows.push(row);
    span.end();
    return rows;
  });
}

async function store(rows) {
  const span = tracer.startSpan(`store ${rows.length} suppliers`);
  for (const { name, city } of rows) suppliers.set(name, city);
  await new Promise((done) => setTimeout(done, 2));
  span.end();
}

async function nightlyImport() {
  const job = tracer.startSpan('nightly import', { root: true });
  try {
    const rows = await parseFile('suppliers.csv');
    await store(rows);
    return rows.length;
  } catch (error) {
    job.recordException(error);
    throw error;
  } finally {
    job.end();
  }
}

nightlyImport().then((count) => console.log(`imported ${count}`, [...suppliers.keys()]));
