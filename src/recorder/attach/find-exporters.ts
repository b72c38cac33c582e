import { types } from 'node:util';

type Method = (this: unknown, ...args: unknown[]) => unknown;

export interface SpanProcessor {
  onStart: Method;
  onEnd: Method;
  forceFlush: Method;
  shutdown: Method;
}

export interface SpanExporter {
  export: Method;
  shutdown: Method;
  forceFlush?: Method;
}

/** A span processor of the app's, and an exporter that it holds. */
export interface Pipeline {
  readonly processor: SpanProcessor;
  readonly exporter: SpanExporter;
}

/** From a provider (or one that wraps it) over its configuration and a list to a processor. */
const STEPS_TO_PROCESSOR = 4;
/** From a processor over its options to its exporter. */
const STEPS_TO_EXPORTER = 2;
/** An SDK has some dozens on the way. A provider also leads to its tracers, and may lead anywhere in the app. */
const OBJECTS_LOOKED_AT = 2_000;

export interface Found {
  readonly pipelines: readonly Pipeline[];
  /** Processors in which nothing was found. Most of them have nothing. */
  readonly others: readonly SpanProcessor[];
}

/**
 * Finds them by what they can do, in the fields of the provider and of the processors that hand on to others. No getter
 * runs, and what is in private fields stays unknown.
 */
export function findExporters(provider: object): Found {
  const pipelines: Pipeline[] = [];
  const others: SpanProcessor[] = [];
  const found = new Set<object>();
  const open: SpanProcessor[] = within(provider, STEPS_TO_PROCESSOR, isProcessor);
  for (let processor = open.shift(); processor; processor = open.shift()) {
    if (found.has(processor)) continue;
    found.add(processor);
    const exporters = within(processor, STEPS_TO_EXPORTER, isExporter);
    const inner = within(processor, STEPS_TO_EXPORTER, isProcessor);
    for (const exporter of exporters) pipelines.push({ processor, exporter });
    if (exporters.length + inner.length === 0) others.push(processor);
    open.push(...inner);
  }
  return { pipelines, others };
}

/** What is looked for, as near as it can be found: nothing behind a processor or an exporter. */
function within<T extends object>(from: object, steps: number, is: (object: object) => object is T): T[] {
  const found: T[] = [];
  const seen = new Set<object>([from]);
  let ring: object[] = [from];
  for (let step = 0; step < steps && ring.length > 0; step++) {
    const next: object[] = [];
    for (const child of ring.flatMap(held)) {
      if (seen.has(child) || seen.size > OBJECTS_LOOKED_AT) continue;
      seen.add(child);
      if (is(child)) found.push(child);
      else if (!isProcessor(child) && !isExporter(child)) next.push(child);
    }
    ring = next;
  }
  return found;
}

const NOTHING: readonly never[] = [];
const mapValues = Map.prototype.values;
const setValues = Set.prototype.values;

function held(object: object): readonly object[] {
  if (types.isProxy(object) || ArrayBuffer.isView(object)) return NOTHING;
  const values: unknown[] = [];
  if (types.isMap(object)) values.push(...[...mapValues.call(object)].slice(0, OBJECTS_LOOKED_AT));
  else if (types.isSet(object)) values.push(...[...setValues.call(object)].slice(0, OBJECTS_LOOKED_AT));
  if (Array.isArray(object) && object.length > OBJECTS_LOOKED_AT) return NOTHING;
  for (const { value } of Object.values(Object.getOwnPropertyDescriptors(object))) values.push(value);
  return values.filter((value): value is object => typeof value === 'object' && value !== null);
}

export function isProcessor(object: object): object is SpanProcessor {
  return ['onEnd', 'onStart', 'forceFlush', 'shutdown'].every((name) => hasMethod(object, name));
}

export function isExporter(object: object): object is SpanExporter {
  return hasMethod(object, 'export') && hasMethod(object, 'shutdown') && !isProcessor(object);
}

export function hasMethod(object: object, name: string): boolean {
  for (let owner: object | null = object; owner && !types.isProxy(owner); owner = Object.getPrototypeOf(owner)) {
    const own = Object.getOwnPropertyDescriptor(owner, name);
    if (own) return typeof own.value === 'function';
  }
  return false;
}
