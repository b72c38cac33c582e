/** Spans that are never active; their children get the context handed to them, all the way. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, context, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import initSqlJs from 'sql.js';

const tracer = trace.getTracer('builds');
const SQL = await initSqlJs();
const db = new SQL.Database();
db.run('CREATE TABLE builds (id INTEGER, state TEXT)');

async function readSources(parent: Context): Promise<number> {
  const span = tracer.startSpan('read sources', {}, parent);
  await sleep(2);
  span.end();
  return 3;
}

async function compile(parent: Context): Promise<number> {
  const span = tracer.startSpan('compile', {}, parent);
  const files = await readSources(trace.setSpan(parent, span));
  span.end();
  return files;
}

async function pack(parent: Context, files: number): Promise<string> {
  const span = tracer.startSpan('package', {}, parent);
  db.run('INSERT INTO builds VALUES (1, ?)', [`${files} files`]);
  await sleep(1);
  span.end();
  return String(db.exec('SELECT state FROM builds')[0]?.values[0]?.[0]);
}

async function build(): Promise<string> {
  const span = tracer.startSpan('POST /build', { kind: SpanKind.SERVER }, ROOT_CONTEXT);
  const parent = trace.setSpan(context.active(), span);
  const files = await compile(parent);
  const state = await pack(parent, files);
  span.end();
  return state;
}

console.log(await build());
