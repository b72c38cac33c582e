import { FAULTS, NEAR_MISSES, type Planting } from './planted-faults.js';
import type { PlantedProcess, PlantedSpan } from './planted-span.js';

/** What must be found in the spans, and nothing else. */
export interface Planted {
  /** Each counted once, although some are there twice. */
  spans: number;
  /** With those that are there twice. */
  written: number;
  traces: number;
  roots: number;
  /** How many faults, by rule. */
  readonly faults: Record<string, number>;
}

interface Step {
  readonly service: string;
  readonly name: string;
  readonly kind: number;
  readonly parent: number | null;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A request to a shop, through four services. */
const SHAPE: readonly Step[] = [
  { service: 'gateway', name: 'GET /shop/orders', kind: 1, parent: null, fromMs: 0, toMs: 20 },
  { service: 'gateway', name: 'POST orders', kind: 2, parent: 0, fromMs: 1, toMs: 18 },
  { service: 'orders', name: 'POST /orders', kind: 1, parent: 1, fromMs: 2, toMs: 17 },
  { service: 'orders', name: 'validate order', kind: 0, parent: 2, fromMs: 3, toMs: 4 },
  { service: 'orders', name: 'SELECT orders', kind: 2, parent: 2, fromMs: 5, toMs: 7 },
  { service: 'orders', name: 'POST payments', kind: 2, parent: 2, fromMs: 8, toMs: 14 },
  { service: 'payments', name: 'POST /payments', kind: 1, parent: 5, fromMs: 9, toMs: 13 },
  { service: 'payments', name: 'charge card', kind: 0, parent: 6, fromMs: 10, toMs: 12 },
  { service: 'orders', name: 'publish order.created', kind: 3, parent: 2, fromMs: 15, toMs: 16 },
  { service: 'mailer', name: 'process order.created', kind: 4, parent: 8, fromMs: 30, toMs: 40 },
];

/** 2026-01-01. A request comes each millisecond, to one of so many processes of each service. */
const FIRST_MS = 1_767_225_600_000;
const REPLICAS = 4;

/** One trace of so many has a fault, and another one a near-miss. */
const EVERY = 50;
const FAULT_AT = 10;
const NEAR_MISS_AT = 30;
const LINKABLE = 9;
/** No trace has more spans than this. */
const LARGEST = 12;

/**
 * So many spans, trace after trace, with faults among them. The same seed gives the same spans. `planted` is right when all
 * of them were taken.
 */
export function plantedTraces(
  spans: number,
  seed = 1,
): { readonly traces: Iterable<PlantedSpan[]>; readonly planted: Planted } {
  const planted: Planted = { spans: 0, written: 0, traces: 0, roots: 0, faults: {} };
  return { traces: made(spans, seed, planted), planted };
}

function* made(wanted: number, seed: number, planted: Planted): Generator<PlantedSpan[]> {
  const word = randomWords(seed);
  const newId = (): string => word() + word();
  const newTraceId = (): string => newId() + newId();
  const processes = new Map<string, PlantedProcess>();
  const processOf = (service: string, instance: string, language = 'nodejs'): PlantedProcess => {
    const key = `${service}-${instance}`;
    const known = processes.get(key) ?? { service, instance: key, language };
    processes.set(key, known);
    return known;
  };
  const idle = (service: string, language?: string): PlantedProcess => processOf(service, 'idle', language);
  let linkable: Planting['linkable'] = ['', ''];
  for (let nth = 0; planted.written < wanted; nth++) {
    const spans = requestOf(nth, newId, newTraceId(), (service) => processOf(service, `${nth % REPLICAS}`));
    const round = Math.floor(nth / EVERY);
    const room = wanted - planted.written;
    const planting: Planting = {
      spans,
      linkable,
      newId,
      newTraceId,
      idle,
      nth: Math.floor(round / NEAR_MISSES.length),
    };
    let twice = 0;
    if (room >= LARGEST && nth % EVERY === FAULT_AT) {
      const [rule, plant] = FAULTS[round % FAULTS.length] ?? ['', () => {}];
      plant(planting);
      planted.faults[rule] = (planted.faults[rule] ?? 0) + 1;
    } else if (room >= LARGEST && nth % EVERY === NEAR_MISS_AT) {
      NEAR_MISSES[round % NEAR_MISSES.length]?.(planting);
      twice = new Set(spans.map(({ spanId }) => spanId)).size < spans.length ? 1 : 0;
    } else spans.length = Math.min(spans.length, room);
    const last = spans[LINKABLE];
    if (last) linkable = [last.traceId, last.spanId];
    planted.written += spans.length;
    planted.spans += spans.length - twice;
    planted.traces += new Set(spans.map(({ traceId }) => traceId)).size;
    planted.roots += spans.filter(({ parentId }) => parentId === null).length;
    yield spans;
  }
}

function requestOf(
  nth: number,
  newId: () => string,
  traceId: string,
  processOf: (service: string) => PlantedProcess,
): PlantedSpan[] {
  const spans: PlantedSpan[] = [];
  for (const { service, name, kind, parent, fromMs, toMs } of SHAPE) {
    const above = parent === null ? undefined : spans[parent];
    const process = processOf(service);
    spans.push({
      traceId,
      spanId: newId(),
      parentId: above?.spanId ?? null,
      parentIsRemote: above !== undefined && above.process !== process,
      name,
      kind,
      startMs: FIRST_MS + nth + fromMs,
      endMs: FIRST_MS + nth + toMs,
      nanos: (nth * 7919) % 1_000_000,
      links: [],
      process,
    });
  }
  return spans;
}

/** Words of eight hex digits (mulberry32), none of them zero: ids of zeros are none. */
function randomWords(seed: number): () => string {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    const word = (mixed ^ (mixed >>> 14)) >>> 0;
    return (word || 1).toString(16).padStart(8, '0');
  };
}
