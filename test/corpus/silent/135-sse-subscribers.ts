/** Server-sent events: a long request has a listener of its own, which works for those who publish. */

import { EventEmitter, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('news');
const bus = new EventEmitter();
let stories = 0;

function stream(response: ServerResponse): void {
  tracer.startActiveSpan('GET /events', { kind: SpanKind.SERVER }, (span) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const forward = (title: string): void => {
      const encode = tracer.startSpan(`encode ${title}`);
      response.write(`data: ${title}\n\n`);
      encode.end();
    };
    bus.on('story', forward);
    bus.once('stop', () => {
      bus.off('story', forward);
      response.end();
      span.end();
    });
    response.flushHeaders();
  });
}

function publish(response: ServerResponse): void {
  tracer.startActiveSpan('POST /news', { kind: SpanKind.SERVER }, (span) => {
    bus.emit('story', `story ${++stories}`);
    response.end(`published ${stories}`);
    span.end();
  });
}

const http = createServer((request, response) => (request.method === 'POST' ? publish(response) : stream(response)));
http.listen(0, '127.0.0.1');
await once(http, 'listening');
const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
const events = await fetch(url);
for (let n = 1; n <= 2; n++) console.log(await (await fetch(url, { method: 'POST' })).text());
bus.emit('stop');
console.log(JSON.stringify(await events.text()));
http.close();
http.closeAllConnections();
