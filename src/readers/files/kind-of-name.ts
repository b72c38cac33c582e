const KINDS: readonly string[] = ['INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];

/** A kind by its name, in whatever case, with or without what some put before it; INTERNAL where there is none. */
export function kindOfName(name: unknown): number {
  if (typeof name !== 'string') return 0;
  return Math.max(0, KINDS.indexOf(name.replace(/^(?:SpanKind\.|SPAN_KIND_)/, '').toUpperCase()));
}
