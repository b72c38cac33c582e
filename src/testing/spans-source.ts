import { createRequire } from 'node:module';
import { threadId } from 'node:worker_threads';
import type { RunEvent } from '../protocol/trace-event.js';
import { recordingOf } from '../readers/recording-of.js';
import { type LoadedApi, recordSpansOnly, watchPresent } from '../recorder/spans-only.js';
import { packageRoot } from '../runner/entry.js';
import { ownFolder } from '../runner/own-folder.js';
import { DIST } from '../version.js';
import { EventBuffer } from './event-buffer.js';
import { FUNCTION_ENDED } from './function-ended.js';
import type { TraceSource } from './trace-source.js';

let buffer: EventBuffer | undefined;

/** Without the recorder: spans, of the program's provider, or of one of ours where there is none. */
export function spansSource(): TraceSource {
  // The app may have registered a provider meanwhile, with another copy of the API.
  if (buffer) watchPresent();
  buffer ??= attached();
  const events = buffer;
  return {
    evidence: 'off',
    begin() {
      const from = events.spansSoFar;
      const list = events.begin();
      return {
        openSpans: () => events.openSpans,
        finish() {
          events.end(list);
          const recording = recordingOf({ run: runEvent(), events: list, farewell: FUNCTION_ENDED });
          return { recording, part: (span) => span.number > from };
        },
      };
    },
  };
}

function attached(): EventBuffer {
  const events = new EventBuffer();
  recordSpansOnly(events, loadedApi(), {
    fallback: new URL('recorder/fallback-sdk.cjs', DIST),
    userRoot: packageRoot(process.cwd()),
    self: ownFolder(),
  });
  return events;
}

/** The copy that this package stands on, which is the program's: it is a peer dependency. */
function loadedApi(): LoadedApi {
  const require = createRequire(import.meta.url);
  return {
    exports: require('@opentelemetry/api') as LoadedApi['exports'],
    file: require.resolve('@opentelemetry/api'),
  };
}

function runEvent(): RunEvent {
  const { pid, versions } = process;
  return { t: 'run', v: 1, pid, thread: threadId, node: versions.node, origin: performance.timeOrigin };
}
