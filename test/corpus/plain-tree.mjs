/**
 * A plain recording, with nothing of the doctor's in it: OpenTelemetry's own SDK, and every start and end of a span
 * written down at once. `node --import tsx --import ./plain-tree.mjs program.ts` prints the tree that a backend would
 * show; with `PLAIN_TREE=<folder>` the lines go there and nothing is printed.
 */

import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, threadId } from 'node:worker_threads';
import { readSpans, renderTree } from './recording.mjs';

// The root's own copies: the corpus's `node_modules` hold some of another version.
const require = createRequire(new URL('../../package.json', import.meta.url));
const api = require('@opentelemetry/api');
const { AsyncLocalStorageContextManager } = require('@opentelemetry/context-async-hooks');
const { W3CTraceContextPropagator } = require('@opentelemetry/core');
const { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-base');

const printsItself = process.env.PLAIN_TREE === undefined;
process.env.PLAIN_TREE ??= mkdtempSync(join(tmpdir(), 'plain-tree-'));
const folder = process.env.PLAIN_TREE;
const file = join(folder, `${process.pid}-${threadId}.ndjson`);

/** The turn of the event loop: ends in the same turn are the same instant. */
let turn = 0;
let armed = false;

function note(event) {
  appendFileSync(file, `${JSON.stringify({ ...event, turn })}\n`);
  if (armed) return;
  armed = true;
  setImmediate(() => {
    turn++;
    armed = false;
  }).unref();
}

const started = (span, links) => {
  const { traceId, spanId } = span.spanContext();
  const parentId = span.parentSpanContext?.spanId ?? null;
  note({ type: 'start', name: span.name, kind: span.kind, traceId, spanId, parentId, links });
};
const ended = (span) => note({ type: 'end', spanId: span.spanContext().spanId });

const recorder = {
  onStart: (span) => started(span, span.links.length),
  onEnd: ended,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

if (process.env.PLAIN_TREE_SDK === 'app') watchTheAppsOwnProvider();
else {
  api.trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [recorder, new SimpleSpanProcessor(new InMemorySpanExporter())] }),
  );
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  api.propagation.setGlobalPropagator(new W3CTraceContextPropagator());
}

/** The program registers an SDK of its own, through the corpus's copy of the API. */
function watchTheAppsOwnProvider() {
  const { trace } = createRequire(import.meta.url)('@opentelemetry/api');
  const register = trace.setGlobalTracerProvider;
  trace.setGlobalTracerProvider = function setGlobalTracerProvider(provider) {
    const getTracer = provider.getTracer;
    provider.getTracer = function getWatchedTracer(...of) {
      return watchTracer(getTracer.apply(this, of));
    };
    return register.call(this, provider);
  };
}

function watchTracer(tracer) {
  const start = tracer.startSpan;
  tracer.startSpan = function startSpan(name, options, context) {
    const span = start.call(this, name, options, context);
    if (!span.isRecording()) return span;
    started(span, options?.links?.length ?? 0);
    const end = span.end;
    span.end = function endSpan(...time) {
      if (this.isRecording()) ended(this);
      return end.apply(this, time);
    };
    return span;
  };
  return tracer;
}

if (printsItself && isMainThread) {
  process.once('exit', () => {
    process.stderr.write(renderTree(readSpans(folder)));
    rmSync(folder, { recursive: true, force: true });
  });
}
