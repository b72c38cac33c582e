import type { TextEdit } from './source.js';

/** Edits at the same place come in the order in which they are given. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let at = 0;
  let changed = '';
  for (const { from, to, text: inserted } of inOrder(edits)) {
    changed += text.slice(at, from) + inserted;
    at = Math.max(at, to);
  }
  return changed + text.slice(at);
}

export function inOrder(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.toSorted((a, b) => a.from - b.from || a.to - b.to);
}
