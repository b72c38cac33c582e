/** A journal: one writable stream for all requests, which are told by `write`'s callback that their entry is in. */

import { Writable } from 'node:stream';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('journal');
const lines: string[] = [];

const journal = new Writable({
  decodeStrings: false,
  write(line: string, _encoding, done) {
    setTimeout(() => {
      lines.push(line.trim());
      done();
    }, 3);
  },
});

interface Entry {
  readonly id: number;
  readonly text: string;
}

function append(entry: Entry): Promise<number> {
  return new Promise((resolve, reject) => {
    journal.write(`${JSON.stringify(entry)}\n`, (error) => {
      if (error) {
        reject(error);
        return;
      }
      const span = tracer.startSpan(`confirm entry ${entry.id}`);
      span.setAttribute('lines', lines.length);
      span.end();
      resolve(lines.length);
    });
  });
}

async function post(id: number, text: string): Promise<string> {
  return tracer.startActiveSpan(`POST /entries/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const position = await append({ id, text });
    span.end();
    return `entry ${id} is number ${position}`;
  });
}

console.log(await Promise.all([post(1, 'sun'), post(2, 'rain'), post(3, 'snow')]));
console.log(lines.length);
