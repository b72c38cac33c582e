/** A long poll: answers when a version is published. A poller, started at boot, tells of it by `emittery`. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import Emittery from 'emittery';

const tracer = trace.getTracer('releases');
const releases = new Emittery<{ published: string }>();

async function watchRegistry(): Promise<void> {
  const span = tracer.startSpan('watch registry');
  span.end();
  for (const version of ['1.9', '2.0', '2.1']) {
    await sleep(5);
    await releases.emit('published', version);
  }
}

function waitFor(wanted: string): Promise<string> {
  return new Promise((resolve) => {
    const off = releases.on('published', async (version) => {
      if (version !== wanted) return;
      off();
      const span = tracer.startSpan(`notify about ${version}`);
      await sleep(1);
      span.end();
      resolve(`${version} is out`);
    });
  });
}

const watching = watchRegistry();
await tracer.startActiveSpan('GET /wait/2.1', { kind: SpanKind.SERVER }, async (request) => {
  console.log(await waitFor('2.1'));
  request.end();
});
await watching;
