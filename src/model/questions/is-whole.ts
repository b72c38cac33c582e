import type { Trace } from '../types.js';

/** Are all parents here that spans of the trace name? */
export function isWhole({ spans }: Pick<Trace, 'spans'>): boolean {
  return spans.every(({ parentId, parent }) => parentId === null || parent !== null);
}
