/** A hub of lamps that speaks lines over one TCP connection; answers are told apart by their numbers. */

import { EventEmitter, once } from 'node:events';
import { connect, createServer } from 'node:net';
import { SpanKind, trace } from '@opentelemetry/api';
import split from 'split2';

const tracer = trace.getTracer('lamps');

const hub = createServer((socket) => {
  socket.pipe(split()).on('data', (line) => {
    const [id, lamp] = line.split(' ');
    setTimeout(() => socket.write(`${id} ${lamp} is ${lamp === 'hall' ? 'off' : 'on'}\n`), 3);
  });
});
hub.listen(0, '127.0.0.1');
await once(hub, 'listening');

class HubClient {
  #replies = new EventEmitter();
  #lastId = 0;
  #socket;

  async connect(port) {
    this.#socket = connect(port, '127.0.0.1');
    await once(this.#socket, 'connect');
    this.#socket.pipe(split()).on('data', (line) => {
      const [id, ...words] = line.split(' ');
      this.#replies.emit(id, words.join(' '));
    });
  }

  ask(lamp) {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#replies.once(String(id), (answer) => {
        const span = tracer.startSpan(`parse answer ${id}`);
        const on = answer.endsWith(' on');
        span.end();
        resolve(on);
      });
      this.#socket.write(`${id} ${lamp}\n`);
    });
  }

  close() {
    this.#socket.end();
  }
}

const client = new HubClient();
await client.connect(hub.address().port);

async function getLamp(lamp) {
  return tracer.startActiveSpan(`GET /lamps/${lamp}`, { kind: SpanKind.SERVER }, async (span) => {
    const on = await client.ask(lamp);
    span.end();
    return `${lamp}: ${on}`;
  });
}

console.log(await Promise.all([getLamp('kitchen'), getLamp('hall')]));
client.close();
hub.close();
