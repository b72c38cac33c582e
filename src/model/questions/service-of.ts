import type { Span } from '../types.js';

/** The service that made a span, in words. */
export function serviceOf({ lane }: Pick<Span, 'lane'>): string {
  return lane.madeBy?.service ?? 'a service without a name';
}
