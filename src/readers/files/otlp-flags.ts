/** Of `Span.flags`, since OTLP 1.1: whether the next bit says anything, and whether the parent's context was remote. */
const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

/** Was the parent in another process? `null` where the flags do not say. */
export function remoteByFlags(flags: number): boolean | null {
  return (flags & HAS_IS_REMOTE) === 0 ? null : (flags & IS_REMOTE) !== 0;
}
