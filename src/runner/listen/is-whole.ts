import type { FinishedSpan } from '../../protocol/finished-span.js';
import { CONSUMER, SERVER } from '../../protocol/span-kind.js';

/** Is no parent missing that its own process should have sent? Others may never send theirs. */
export function isWhole(spans: readonly FinishedSpan[]): boolean {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  return spans.every(
    ({ parentId, parentIsRemote, kind }) =>
      parentId === null || ids.has(parentId) || (parentIsRemote ?? (kind === SERVER || kind === CONSUMER)),
  );
}
