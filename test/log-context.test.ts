import { afterEach, describe, expect, it, vi } from 'vitest';
import { logContext } from '../src/log-context.js';
import { RECORDER_GLOBAL } from '../src/protocol/recorder-global.js';

const registry = globalThis as unknown as Record<symbol | string, unknown>;
const API = Symbol.for('opentelemetry.js.api.1');

afterEach(() => {
  delete registry[API];
  delete registry[RECORDER_GLOBAL];
  vi.restoreAllMocks();
});

/** What it prints. */
function printed(): string {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  logContext('here');
  return write.mock.calls.map(([text]) => text).join('');
}

function activeSpan(span: unknown): void {
  registry[API] = { context: { active: () => ({ getValue: () => span }) } };
}

const NO_TRACE = `[here] trace_id=${'0'.repeat(32)} valid=false\n`;

describe('logContext outside the doctor', () => {
  it.each<readonly [string, () => void]>([
    ['no API', () => {}],
    [
      'an API without contexts',
      () => {
        registry[API] = {};
      },
    ],
    ['no active span', () => activeSpan(undefined)],
    [
      'a span that throws',
      () =>
        activeSpan({
          spanContext() {
            throw new Error('no');
          },
        }),
    ],
  ])('prints zeros where there is %s', (_, setUp) => {
    setUp();
    expect(printed()).toBe(NO_TRACE);
  });

  it('prints the trace of the active span, and nothing else of it', () => {
    const traceId = 'a'.repeat(32);
    activeSpan({ spanContext: () => ({ traceId, spanId: 'b'.repeat(16) }) });
    expect(printed()).toBe(`[here] trace_id=${traceId} valid=true\n`);
  });
});

it('logContext under the doctor leaves it to the recorder', () => {
  const labels: string[] = [];
  registry[RECORDER_GLOBAL] = { logContext: (label: string) => labels.push(label) };
  expect(printed()).toBe('');
  expect(labels).toEqual(['here']);
});
