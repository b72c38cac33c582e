import { tracer } from './tracer.js';

const SENDING_MS = 10;

export function sendConfirmation(id: string): Promise<string> {
  return tracer.startActiveSpan('send mail', (span) => {
    return new Promise<string>((resolve) => {
      setTimeout(() => {
        span.end();
        resolve(id);
      }, SENDING_MS);
    });
  });
}
