import type { AttributeValue, SpanAttributes } from '../protocol/trace-event.js';
import type { Span } from './otel.js';

/** Enough to tell one request from another; statements and stacks are longer, and nobody reads them in a tree of spans. */
const TEXT_AT_MOST = 256;
const ITEMS_AT_MOST = 16;
/** As many as the SDK keeps by default. */
const ATTRIBUTES_AT_MOST = 128;

/** A span's attributes, cut to a sensible length; `undefined` where it has none, or does not show them. */
export function boundedAttributes({ attributes }: Span): SpanAttributes | undefined {
  if (typeof attributes !== 'object' || attributes === null) return undefined;
  const bounded: [string, AttributeValue][] = [];
  for (const key of Object.keys(attributes).slice(0, ATTRIBUTES_AT_MOST)) {
    const value = boundedValue((attributes as Record<string, unknown>)[key]);
    if (value !== undefined) bounded.push([key.slice(0, TEXT_AT_MOST), value]);
  }
  return bounded.length > 0 ? Object.fromEntries(bounded) : undefined;
}

function boundedValue(value: unknown): AttributeValue | undefined {
  return Array.isArray(value) ? value.slice(0, ITEMS_AT_MOST).map((item) => scalar(item) ?? null) : scalar(value);
}

function scalar(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'string') return value.length > TEXT_AT_MOST ? `${value.slice(0, TEXT_AT_MOST)}…` : value;
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
