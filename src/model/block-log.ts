import type { BlockedEvent, RawFrame, SiteId } from '../protocol/trace-event.js';
import { hasEnded } from './questions/order.js';
import type { Lane, Span } from './types.js';

/** A thread did nothing else for a while. */
export interface Block {
  readonly lane: Lane;
  /** The open span that was active, `null` for none. */
  readonly span: Span | null;
  /** The call that took the time, or else where the span was started that did. */
  readonly site: SiteId | null;
  /** Of a call that waits: innermost user frame first. */
  readonly stack: readonly RawFrame[];
  /** The call that waits, `null` where something was computed. */
  readonly waitsIn: string | null;
  /** How much was computed is told by the thread itself, not guessed from what the process did. */
  readonly exact: boolean;
  readonly lastedMs: number;
  readonly endMs: number;
  /** Open spans of the flow that did it. */
  readonly own: ReadonlySet<Span>;
  /** All that were open from its beginning to its end, and have ended since. */
  readonly open: readonly Span[];
}

interface Noted extends Omit<Block, 'open'> {
  /** After which event of the lane. */
  readonly order: number;
  readonly open: Span[];
}

/** What stood still, and what was open meanwhile. */
export class BlockLog {
  /** Of a lane in their order. */
  readonly #byLane = new Map<Lane, Noted[]>();
  readonly #spanOf: (lane: Lane, number: number | undefined) => Span | null;

  constructor(spanOf: (lane: Lane, number: number | undefined) => Span | null) {
    this.#spanOf = spanOf;
  }

  add(lane: Lane, { q, ms, d, at, st, by, about, own = [] }: BlockedEvent, order: number): void {
    const blocks = this.#byLane.get(lane) ?? [];
    this.#byLane.set(lane, blocks);
    blocks.push({
      lane,
      span: this.#spanOf(lane, q),
      site: at ?? null,
      stack: st ?? [],
      waitsIn: by ?? null,
      exact: about !== 1,
      lastedMs: d,
      endMs: ms,
      own: new Set(own.flatMap((number) => this.#spanOf(lane, number) ?? [])),
      order,
      open: [],
    });
  }

  /** With what was open. Most spans meet no block, and none is looked at where there are none. */
  resolved(spans: readonly Span[]): Block[] {
    if (this.#byLane.size === 0) return [];
    for (const span of spans) {
      const blocks = hasEnded(span) ? this.#byLane.get(span.lane) : undefined;
      if (!blocks) continue;
      for (let index = firstFrom(blocks, span.startOrder); index < blocks.length; index++) {
        const block = blocks[index];
        if (!block || block.order >= span.endOrder) break;
        if (span.startMs <= block.endMs - block.lastedMs) block.open.push(span);
      }
    }
    return [...this.#byLane.values()].flat();
  }
}

/** Index of the first that comes after an event of the lane. */
function firstFrom(blocks: readonly Noted[], order: number): number {
  let from = 0;
  let to = blocks.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((blocks[middle]?.order ?? 0) >= order) to = middle;
    else from = middle + 1;
  }
  return from;
}
