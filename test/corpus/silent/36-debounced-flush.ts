/** Edits are collected and written once, by a debounced flush, which is a root with links to all the edits. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Link, SpanKind, trace } from '@opentelemetry/api';
import lodash from 'lodash';

const tracer = trace.getTracer('editor');
const pending: { text: string; link: Link }[] = [];
const drafts: string[] = [];

const flush = lodash.debounce(() => {
  const edits = pending.splice(0);
  const links = edits.map(({ link }) => link);
  tracer.startActiveSpan('flush edits', { root: true, links }, (span) => {
    const write = tracer.startSpan('write draft');
    drafts.push(edits.map(({ text }) => text).join(' '));
    write.end();
    span.end();
  });
}, 10);

function edit(text: string): number {
  return tracer.startActiveSpan('POST /edits', { kind: SpanKind.SERVER }, (span) => {
    pending.push({ text, link: { context: span.spanContext() } });
    flush();
    span.end();
    return pending.length;
  });
}

for (const word of ['to', 'be', 'continued']) console.log(edit(word));
while (drafts.length === 0) await sleep(3);
console.log(drafts);
