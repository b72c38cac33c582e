/** Results of matches, out of an endless JSON document (JSONStream) that a socket of boot's brings. */

import { EventEmitter, once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { SpanKind, trace } from '@opentelemetry/api';
import JSONStream from 'JSONStream';

const tracer = trace.getTracer('matches');

interface Match {
  readonly id: number;
  readonly score: string;
}

const league = createServer((socket) => {
  socket.write('[');
  setTimeout(() => socket.write('{"id":4,"score":"1:0"},'), 15);
  setTimeout(() => socket.end('{"id":5,"score":"2:2"}]'), 22);
});
league.listen(0, '127.0.0.1');
await once(league, 'listening');

const feed = new EventEmitter();
connect((league.address() as AddressInfo).port, '127.0.0.1')
  .pipe(JSONStream.parse('*'))
  .on('data', (match: Match) => feed.emit(`match:${match.id}`, match));

function result(id: number): Promise<string> {
  return new Promise((resolve) => {
    feed.once(`match:${id}`, (match: Match) => {
      const span = tracer.startSpan(`report match ${id}`);
      span.end();
      resolve(match.score);
    });
  });
}

async function get(id: number): Promise<string> {
  return tracer.startActiveSpan(`GET /matches/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const score = await result(id);
    span.end();
    return `match ${id}: ${score}`;
  });
}

console.log(await Promise.all([get(4), get(5)]));
league.close();
