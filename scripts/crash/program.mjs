// Makes spans in three places at once (main thread, worker, child process), says which of them must be in the recording by
// now, and at some moment ends in the way that it was told.
import { fork } from 'node:child_process';
import { writeSync } from 'node:fs';
import { isMainThread, Worker } from 'node:worker_threads';
import { trace } from '@opentelemetry/api';

const [how = 'wait', after = '0'] = process.argv.slice(2);
const tracer = trace.getTracer('crash');
const SPANS_A_TURN = 20;
const isChild = process.send !== undefined;

const ENDS = {
  wait: () => {},
  abort: () => process.abort(),
  segfault: () => process.kill(process.pid, 'SIGSEGV'),
  kill: () => process.kill(process.pid, 'SIGKILL'),
  memory: () => {
    const held = [];
    for (;;) held.push(new Array(1e5).fill(held.length));
  },
};

function work(turn) {
  const ids = [];
  tracer.startActiveSpan(`turn ${turn}`, (span) => {
    for (let i = 0; i < SPANS_A_TURN; i++) {
      const inner = tracer.startSpan(`step ${i}`);
      inner.end();
      ids.push(inner.spanContext().spanId);
    }
    span.end();
    ids.push(span.spanContext().spanId);
  });
  return ids;
}

/** A worker's spans are written at once, those of a main thread at the end of their turn: of these, the last but one. */
function loop(turn, before, last) {
  if (isMainThread && !isChild && turn === Number(after)) ENDS[how]();
  const ids = work(turn);
  const confirmed = isMainThread ? before : ids;
  if (confirmed.length > 0) writeSync(1, `flushed ${confirmed.join(' ')}\n`);
  setImmediate(() => loop(turn + 1, last, ids));
}

if (isMainThread && !isChild) {
  new Worker(new URL(import.meta.url));
  const child = fork(new URL(import.meta.url), [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.once('message', () => writeSync(1, `ready ${process.pid} ${child.pid}\n`));
}
if (isChild) {
  process.send('here');
  process.once('disconnect', () => process.exit());
}
loop(0, [], []);
