import { types } from 'node:util';

const probe = setTimeout(() => {}, 0);
clearTimeout(probe);
const Timeout = probe.constructor;

/** Ids of the spans that a processor keeps in a list of its own: in an array, set or map that is a field of it. */
export function heldSpans(processor: object): Set<string> {
  const ids = new Set<string>();
  for (const value of fieldsOf(processor)) {
    for (const element of elementsOf(value)) {
      const id = spanContextOf(element)?.spanId;
      // A list of something else.
      if (id === undefined) break;
      ids.add(id);
    }
  }
  return ids;
}

/** Will it do something by itself? */
export function holdsTimer(processor: object): boolean {
  return fieldsOf(processor).some((value) => value instanceof Timeout);
}

/** Does a field of it, or of its options, hold this number? */
export function holdsNumber(processor: object, number: number): boolean {
  return fieldsOf(processor).some(
    (value) =>
      value === number ||
      (typeof value === 'object' && value !== null && !Array.isArray(value) && fieldsOf(value).includes(number)),
  );
}

export function numberNamed(processor: object, name: RegExp): number | undefined {
  if (types.isProxy(processor)) return undefined;
  for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(processor)))
    if (typeof value === 'number' && name.test(key)) return value;
  return undefined;
}

/** `undefined` for what is no span, or breaks when it is asked. */
export function spanContextOf(value: unknown): { readonly spanId: string; readonly traceFlags: number } | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    const { spanId, traceFlags } = (value as { spanContext(): { spanId: unknown; traceFlags: unknown } }).spanContext();
    return typeof spanId === 'string' ? { spanId, traceFlags: Number(traceFlags) } : undefined;
  } catch {
    return undefined;
  }
}

function fieldsOf(object: object): unknown[] {
  if (types.isProxy(object)) return [];
  return Object.values(Object.getOwnPropertyDescriptors(object)).map(({ value }) => value as unknown);
}

function elementsOf(value: unknown): Iterable<unknown> {
  if (Array.isArray(value) && !types.isProxy(value)) return value;
  if (types.isSet(value)) return Set.prototype.values.call(value);
  return types.isMap(value) ? Map.prototype.values.call(value) : [];
}
