/** Collectors: lines of a log over UDP, edits of a document over a socket; work is done for each third, in traces of its own. */

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { SpanKind, trace } from '@opentelemetry/api';
import { WebSocket, WebSocketServer } from 'ws';

const tracer = trace.getTracer('collectors');
const ENOUGH = 3;
let done = 0;

function collector(name: string): (part: string) => void {
  let parts: string[] = [];
  return (part) => {
    parts.push(part);
    if (parts.length < ENOUGH) return;
    const taken = parts;
    parts = [];
    void tracer.startActiveSpan(name, async (span) => {
      span.setAttribute('parts', taken.length);
      await sleep(1);
      span.end();
      done++;
    });
  };
}

const ship = collector('ship log');
const sink = createSocket('udp4').on('message', (line) => ship(String(line)));
sink.bind(0, '127.0.0.1');
await once(sink, 'listening');
const out = createSocket('udp4');

const save = collector('save document');
const documents = new WebSocketServer({ port: 0 });
documents.on('connection', (socket) => socket.on('message', (edit) => save(String(edit))));
const editor = new WebSocket(`ws://127.0.0.1:${(documents.address() as AddressInfo).port}`);
await once(editor, 'open');

const count = collector('count visits');
const { port1: visits, port2: counter } = new MessageChannel();
counter.on('message', ({ path }: { path: string }) => count(path));

for (const n of [1, 2, 3, 4]) {
  await tracer.startActiveSpan(`PUT /lines/${n}`, { kind: SpanKind.SERVER }, async (span) => {
    out.send(`line ${n} of the document was changed`, sink.address().port, '127.0.0.1');
    editor.send(`the new text of line ${n}`);
    visits.postMessage({ path: `/lines/${n}` });
    await sleep(4);
    span.end();
  });
}
while (done < 3) await sleep(2);
console.log('done');
visits.close();
editor.close();
documents.close();
sink.close();
out.close();
