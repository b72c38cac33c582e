import { EventEmitter } from 'node:events';
import { trace } from '@opentelemetry/api';
import { tracer } from './tracer.js';

export const events = new EventEmitter();

/** Registered while the shop boots and run by the orders, as it should be; an entry is a trace of its own on purpose. */
export function listen(): void {
  events.on('placed', (id: string) => {
    const cause = trace.getActiveSpan()?.spanContext();
    const links = cause ? [{ context: cause }] : [];
    const span = tracer.startSpan('audit', { root: true, links, attributes: { id } });
    span.end();
  });
  events.on('closing', () => {
    tracer.startSpan('closing').end();
  });
}
