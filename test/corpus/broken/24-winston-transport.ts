/** An audit log: a winston transport which ships each line, one at a time, to an archive. */

import { SpanKind, trace } from '@opentelemetry/api';
import winston from 'winston';
import Transport from 'winston-transport';

const tracer = trace.getTracer('audit');
const archive: string[] = [];
let shipped = (): void => {};

class ArchiveTransport extends Transport {
  override log(info: { message: string; user: string }, next: () => void): void {
    const span = tracer.startSpan(`ship audit line of ${info.user}`, { kind: SpanKind.CLIENT });
    setTimeout(() => {
      archive.push(`${info.message} ${info.user}`);
      span.end();
      next();
      if (archive.length === 2) shipped();
    }, 4);
  }
}

const audit = winston.createLogger({ format: winston.format.simple(), transports: [new ArchiveTransport()] });
const allShipped = new Promise<void>((resolve) => {
  shipped = resolve;
});

function logIn(user: string): Promise<string> {
  return tracer.startActiveSpan(`POST /login/${user}`, { kind: SpanKind.SERVER }, async (span) => {
    audit.info('login', { user, at: 'office' });
    await allShipped;
    span.end();
    return `welcome ${user}`;
  });
}

console.log(await Promise.all([logIn('ada'), logIn('bob')]));
console.log(archive);
