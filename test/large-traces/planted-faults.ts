import type { PlantedProcess, PlantedSpan } from './planted-span.js';

/** One trace, as it is changed. Its spans stand in the order of `SHAPE` in planted-traces.ts. */
export interface Planting {
  readonly spans: PlantedSpan[];
  /** A span of the trace before this one, which nothing is changed in. */
  readonly linkable: readonly [traceId: string, spanId: string];
  newId(): string;
  newTraceId(): string;
  /** A process of a service that serves nothing. */
  idle(service: string, language?: string): PlantedProcess;
  /** How often the same was planted before. */
  readonly nth: number;
}

type Plant = (planting: Planting) => void;

/** What is wrong with a trace, by the rule that must find it, once in each. */
export const FAULTS: readonly (readonly [rule: string, plant: Plant])[] = [
  ['missing-parent', ({ spans, newId }) => change(spans, VALIDATE, { parentId: newId() })],
  ['missing-parent', ({ spans, newId }) => change(spans, CHARGED, { parentId: newId() })],
  ['client-root', (planting) => addRoot(planting, GATEWAY, 'GET configuration', CLIENT)],
  ['orphan-span', (planting) => addRoot(planting, ORDERS, 'recalculate totals', INTERNAL)],
  ['outlives-parent', ({ spans }) => later(spans, VALIDATE, 300)],
  ['duplicate-span-id', ({ spans }) => change(spans, SELECT, { spanId: at(spans, VALIDATE).spanId })],
  ['parent-cycle', ({ spans }) => circle(spans)],
  ['several-roots', ({ spans }) => change(spans, CONSUMED, { parentId: null, parentIsRemote: false })],
  ['kind-mismatch', ({ spans }) => change(spans, CALL, { kind: INTERNAL })],
  ['broken-link', ({ spans, linkable, newId }) => change(spans, CONSUMED, { links: [[linkable[0], newId()]] })],
  ['bad-timing', ({ spans }) => later(spans, VALIDATE, -500)],
];

/** What is right, although it looks much like something that is wrong. */
export const NEAR_MISSES: readonly Plant[] = [
  ({ spans }) => later(spans, VALIDATE, 40),
  ({ spans }) => later(spans, CHARGED, 800),
  ({ spans, newId, newTraceId }) => change(spans, CONSUMED, { links: [[newTraceId(), newId()]] }),
  ({ spans, linkable }) => change(spans, CONSUMED, { links: [linkable] }),
  // The first of them runs where nobody is served, so that the others need not be anybody's work.
  (planting) => addRoot(planting, ORDERS, 'sweep cache', INTERNAL, planting.nth === 0 ? planting.idle('orders') : null),
  (planting) => addRoot(planting, GATEWAY, 'GET page', CLIENT, planting.idle('shop-page', 'webjs')),
  (planting) => {
    addRoot(planting, GATEWAY, 'POST batch', CLIENT);
    change(planting.spans, planting.spans.length - 1, { links: [planting.linkable] });
  },
  // Sent again, as what was not acknowledged is.
  ({ spans }) => spans.push({ ...at(spans, SELECT) }),
  ({ spans }) => change(spans, CALL, { kind: SERVER }),
  ({ spans }) => later(spans, CONSUMED, 5000),
];

const INTERNAL = 0;
const SERVER = 1;
const CLIENT = 2;

/** Places in `SHAPE`. */
const GATEWAY = 0;
const CALL = 1;
const ORDERS = 2;
const VALIDATE = 3;
const SELECT = 4;
const CHARGED = 6;
const CONSUMED = 9;

function at(spans: readonly PlantedSpan[], index: number): PlantedSpan {
  const span = spans[index];
  if (!span) throw new RangeError(`no span ${index}`);
  return span;
}

function change(spans: PlantedSpan[], index: number, changes: Partial<PlantedSpan>): void {
  Object.assign(at(spans, index), changes);
}

function later(spans: PlantedSpan[], index: number, byMs: number): void {
  at(spans, index).endMs += byMs;
}

function circle(spans: PlantedSpan[]): void {
  const [one, other] = [at(spans, VALIDATE), at(spans, SELECT)];
  [one.parentId, other.parentId] = [other.spanId, one.spanId];
}

/** A trace of one span, while the process of another span is at work on that. */
function addRoot(
  { spans, newId, newTraceId }: Planting,
  beside: number,
  name: string,
  kind: number,
  process: PlantedProcess | null = null,
): void {
  const around = at(spans, beside);
  spans.push({
    ...around,
    traceId: newTraceId(),
    spanId: newId(),
    parentId: null,
    parentIsRemote: false,
    name,
    kind,
    startMs: around.startMs + 2,
    endMs: around.endMs - 2,
    process: process ?? around.process,
  });
}
