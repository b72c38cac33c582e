import type { SpanOrigin } from '../../protocol/finished-span.js';

/**
 * What tells one process from another, best first: each of these lists names one by itself. A service's name does not, as it
 * may run many times.
 */
export const IDENTITIES = [
  ['service.instance.id'],
  ['host.id', 'process.pid'],
  ['host.name', 'process.pid'],
  ['container.id', 'process.pid'],
  ['k8s.pod.uid'],
  ['container.id'],
  ['process.pid'],
] as const;

const LONGEST = 200;

/** Who made the spans of a resource. `attribute`: a resource's attribute as text, `null` where it has none. */
export function originOf(attribute: (key: string) => string | null): SpanOrigin {
  const named = (key: string): string | null => attribute(key)?.slice(0, LONGEST) ?? null;
  const service = named('service.name');
  const identity = IDENTITIES.map((keys) => keys.map(named)).find((values) => values.every((value) => value !== null));
  return {
    service,
    process: identity ? [named('service.namespace') ?? '', service ?? '', ...identity].join(' ') : null,
    language: named('telemetry.sdk.language'),
  };
}

/** The keys that `originOf` asks for: what a reader need not keep is all others. */
export const ORIGIN_KEYS: ReadonlySet<string> = new Set([
  'service.name',
  'service.namespace',
  'telemetry.sdk.language',
  ...IDENTITIES.flat(),
]);
