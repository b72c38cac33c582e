import type { Addition } from './marks.js';

interface Ordered extends Addition {
  readonly closing: boolean;
  /** Where the other half of the pair stands. */
  readonly partner: number;
  readonly order: number;
}

/** Collects pairs of insertions. Pairs around the same text nest in the order in which they were added, outer ones first. */
export class Additions {
  readonly #list: Ordered[] = [];

  around(start: number, before: string, end: number, behind: string): void {
    const order = this.#list.length;
    this.#list.push(
      { at: start, text: before, closing: false, partner: end, order },
      { at: end, text: behind, closing: true, partner: start, order },
    );
  }

  /** Before everything else that opens there. */
  insert(at: number, text: string): void {
    this.#list.push({ at, text, closing: false, partner: Number.POSITIVE_INFINITY, order: this.#list.length });
  }

  /** In the order of the text. At one place what closes comes before what opens, and the shorter pairs are inside. */
  sorted(): readonly Addition[] {
    return this.#list.toSorted((a, b) => {
      if (a.at !== b.at) return a.at - b.at;
      if (a.closing !== b.closing) return a.closing ? -1 : 1;
      if (a.partner !== b.partner) return b.partner - a.partner;
      return a.closing ? b.order - a.order : a.order - b.order;
    });
  }
}

/** Where an offset of the original text stands after the insertions (behind those made at the offset itself). */
export function shiftedOffset(additions: readonly Addition[]): (offset: number) => number {
  const starts = additions.map((addition) => addition.at);
  const lengths: number[] = [0];
  for (const addition of additions) lengths.push((lengths.at(-1) ?? 0) + addition.text.length);
  return (offset) => offset + (lengths[countUpTo(starts, offset)] ?? 0);
}

/** Offsets at which the lines of a text begin. */
export function lineStartsIn(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Line and column (both from 1) of offsets in a text. */
export function positionsIn(text: string): (offset: number) => { line: number; column: number } {
  const lineStarts = lineStartsIn(text);
  return (offset) => {
    const line = countUpTo(lineStarts, offset);
    return { line, column: offset - (lineStarts[line - 1] ?? 0) + 1 };
  };
}

function countUpTo(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
