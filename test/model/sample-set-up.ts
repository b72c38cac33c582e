import type { RegisteredEvent, UnheardEvent } from '../../src/protocol/trace-event.js';

/** The app registers something before all spans, unless something else is said. */
export function registered(what: string, notes: Partial<RegisteredEvent> = {}): RegisteredEvent {
  return { t: 'registered', what, by: 'app', after: 0, ...notes };
}

/** The first span that is asked of a newer copy, which a library has brought along. */
export function unheard(notes: Partial<UnheardEvent> = {}): UnheardEvent {
  return {
    t: 'unheard',
    file: '/app/node_modules/lib/node_modules/@opentelemetry/api/dist/trace-api.cjs',
    version: '1.10.0',
    why: 'refuses',
    heard: ['1.9.0', '/app/node_modules/@opentelemetry/api/build/src/trace-api.js'],
    ...notes,
  };
}
