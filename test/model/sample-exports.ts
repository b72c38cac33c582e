import type { ProcessorEvent, UnexportedEvent } from '../../src/protocol/trace-event.js';
import type { Script } from './sample-run.js';

/** A batch processor of the app's, in no known place. */
export function processor(say: Script, notes: Partial<ProcessorEvent> = {}): void {
  say.event({ t: 'xp', x: 1, by: ['BatchSpanProcessor', 'OTLPTraceExporter'], size: 512, delay: 5000, ...notes });
}

/** Spans by name, which are their ids. */
export function unexported(
  say: Script,
  why: UnexportedEvent['why'],
  ids: readonly string[],
  x = 1,
  more: Pick<UnexportedEvent, 'limit' | 'needed' | 'given'> = {},
): void {
  say.event({ t: 'xu', x, why, ids, ...more });
}
