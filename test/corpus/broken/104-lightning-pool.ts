/** Scripts run in sessions of a sandbox, of which there is one, in a pool of lightning-pool. */

import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { createPool } from 'lightning-pool';

const tracer = trace.getTracer('sandbox');

class Session {
  runs = 0;
  run(script: string, done: (output: string) => void): void {
    this.runs++;
    setTimeout(() => done(`${script} was run ${this.runs}.`), 4);
  }
}

const pool = createPool<Session>(
  {
    create: async () => new Session(),
    destroy: async () => {},
    reset: async () => {},
  },
  { max: 1, min: 0, acquireMaxRetries: 0 },
);

function runScript(id: number): Promise<string> {
  return new Promise((resolve, reject) => {
    pool.acquire((error: Error | undefined, session: Session) => {
      if (error) {
        reject(error);
        return;
      }
      const span = tracer.startSpan(`run script ${id}`);
      session.run(`script ${id}`, (output) => {
        span.setAttribute('output.length', output.length);
        span.end();
        resolve(output);
        pool.release(session);
      });
    });
  });
}

async function post(id: number): Promise<string> {
  return tracer.startActiveSpan(`POST /scripts/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await runScript(id);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all([1, 2, 3].map(post)));
await pool.close();
