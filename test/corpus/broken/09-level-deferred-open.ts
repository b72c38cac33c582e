/** Profiles in LevelDB. What is asked before the database is open is answered from where it was opened. */

import { SpanKind, trace } from '@opentelemetry/api';
import { MemoryLevel } from 'memory-level';

const tracer = trace.getTracer('profiles');
const db = new MemoryLevel<string, string>({ valueEncoding: 'utf8' });

function readProfile(name: string, done: (text: string) => void): void {
  db.get(`profile:${name}`, (error, profile) => {
    tracer.startActiveSpan(`decode profile:${name}`, (span) => {
      span.setAttribute('found', error === null);
      span.end();
      done(profile ?? 'no profile');
    });
  });
}

function getProfile(name: string): Promise<string> {
  return tracer.startActiveSpan(`GET /profile/${name}`, { kind: SpanKind.SERVER }, async (span) => {
    const text = await new Promise<string>((resolve) => {
      readProfile(name, resolve);
    });
    span.end();
    return `${name}: ${text}`;
  });
}

console.log(await getProfile('ada'));
await db.close();
