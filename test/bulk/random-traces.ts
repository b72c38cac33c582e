import type { FinishedSpan, SpanOrigin } from '../../src/protocol/finished-span.js';
import { randomFrom } from '../readers/files/fuzz-readers.js';

const NOON = 1_767_268_800_000;
const NAMES = ['GET /orders/1', 'GET /orders/2', 'load', 'sweep 7', 'é'];
const SERVICES = ['shop', 'stock', null];
const INSTANCES = ['a', 'b', null];
const LANGUAGES = ['nodejs', 'webjs', null];

/** Spans of which many have something wrong with them: few ids, so that they meet, and few processes. */
export function randomTraces(seed: number, count: number): FinishedSpan[] {
  const random = randomFrom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const oneOf = <T>(values: readonly T[]): T => values[below(values.length)] as T;
  const rarely = (of: number): boolean => below(of) === 0;
  const traces = 2 + below(count / 3);
  const traceId = (): string => `${1 + below(traces)}`.padStart(32, '0');
  const spanId = (): string => `${1 + below(count)}`.padStart(16, '0');
  const origins: SpanOrigin[] = Array.from({ length: 1 + below(5) }, () => {
    const service = oneOf(SERVICES);
    const instance = oneOf(INSTANCES);
    return { service, process: instance === null ? null : `${service} ${instance}`, language: oneOf(LANGUAGES) };
  });
  const isSane = random() < 0.5;
  const spans: FinishedSpan[] = [];
  while (spans.length < count) {
    const before = spans.length === 0 ? undefined : oneOf(spans);
    if (before && rarely(40)) {
      spans.push(rarely(2) ? before : { ...before, name: oneOf(NAMES) });
      continue;
    }
    // In a sane file most spans have a parent that is there, and times within its own.
    const parent = before && !rarely(isSane ? 4 : 2) ? before : null;
    const startMs = (parent?.startMs ?? NOON + below(500)) + random();
    const endMs = rarely(isSane ? 30 : 6)
      ? startMs + below(2000) - 200
      : (parent?.endMs ?? startMs + below(200)) - random() / 10;
    spans.push({
      traceId: parent?.traceId ?? traceId(),
      spanId: isSane && !rarely(50) ? `${1000 + spans.length}`.padStart(16, '0') : spanId(),
      parentId: parent ? parent.spanId : rarely(3) ? spanId() : null,
      parentIsRemote: oneOf([true, false, null]),
      name: oneOf(NAMES),
      kind: below(5),
      startMs: rarely(200) ? null : rarely(200) ? 12 : startMs,
      endMs: rarely(200) ? null : Math.max(endMs, rarely(20) ? 0 : startMs),
      status: below(3),
      scope: oneOf(['http', null]),
      links: rarely(8) ? [[traceId(), spanId()], ...(before ? [[before.traceId, before.spanId] as const] : [])] : [],
      origin: oneOf(origins),
      isShared: rarely(200),
    });
  }
  return spans;
}
