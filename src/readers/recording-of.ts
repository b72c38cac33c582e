import { ModelBuilder } from '../model/build.js';
import { CodeMap } from '../model/code-map.js';
import type { Farewell } from '../model/types.js';
import type { ApiEvent, RegisteredEvent, RunEvent, TraceEvent } from '../protocol/trace-event.js';
import { NOTHING_DROPPED } from './dropped.js';
import type { Recording } from './recording.js';

/** What one thread recorded, in memory. `farewell`: how it ended, `null` if it has not. */
export interface LaneEvents {
  readonly run: RunEvent;
  readonly events: Iterable<TraceEvent>;
  readonly farewell: Farewell | null;
}

/** A recording that was never written down, of code that nobody has rewritten. */
export function recordingOf({ run, events, farewell }: LaneEvents): Recording {
  const builder = new ModelBuilder();
  const apis: ApiEvent[] = [];
  const registered: RegisteredEvent[] = [];
  const notes: string[] = [];
  const failures: string[] = [];
  const lane = builder.addLane(run);
  for (const event of events) {
    if (event.t === 'api') apis.push(event);
    else if (event.t === 'note') notes.push(event.text);
    else builder.add(lane, event);
    if (event.t === 'registered') registered.push(event);
    if (event.t === 'off') failures.push(event.error);
  }
  lane.farewell = farewell;
  return {
    model: builder.build(),
    code: new CodeMap([]),
    apis,
    registered,
    notes,
    muted: [],
    bare: false,
    failures,
    badLines: 0,
    dropped: NOTHING_DROPPED,
  };
}
