import type { PageData } from '../page-data.js';
import { box, button, text } from './dom.js';
import { laneClass, laneName } from './lanes.js';
import type { PageSpan } from './spans.js';

/** Finer than this nobody sees. */
const SLICES = 200;
const PERCENT = 100;

/**
 * The processes and threads of a trace, also of spans that belong there, and when each had spans. `only`: the one that is looked at; `null`: all.
 * Nothing, where all ran in one.
 */
export function laneStrip(
  data: PageData,
  spans: readonly PageSpan[],
  time: { readonly start: number; readonly length: number },
  only: number | null,
  choose: (lane: number | null) => void,
): readonly HTMLElement[] {
  const busy = new Map<number, Set<number>>();
  for (const { lane, startMs, durationMs } of spans) {
    const slices = busy.get(lane) ?? new Set();
    busy.set(lane, slices);
    const first = sliceOf(startMs, time);
    const last = durationMs === null ? SLICES - 1 : sliceOf(startMs + durationMs, time);
    if (slices.size < SLICES) for (let slice = first; slice <= last; slice++) slices.add(slice);
  }
  if (busy.size < 2) return [];
  return [...busy]
    .sort(([a], [b]) => a - b)
    .map(([lane, slices]) => {
      const row = button(
        `lane-row ${laneClass(lane)}`,
        () => choose(only === lane ? null : lane),
        text('name', laneName(data, lane)),
        box('track', ...pieces(slices)),
      );
      row.setAttribute('aria-pressed', String(only === lane));
      return row;
    });
}

function sliceOf(ms: number, { start, length }: { readonly start: number; readonly length: number }): number {
  return Math.min(SLICES - 1, Math.max(0, Math.floor(((ms - start) / length) * SLICES)));
}

/** Slices that follow each other are one piece. */
function pieces(slices: ReadonlySet<number>): HTMLElement[] {
  const made: HTMLElement[] = [];
  for (let slice = 0; slice < SLICES; slice++) {
    if (!slices.has(slice)) continue;
    const first = slice;
    while (slices.has(slice + 1)) slice++;
    const piece = text('piece', '');
    piece.style.left = `${(first / SLICES) * PERCENT}%`;
    piece.style.width = `${((slice + 1 - first) / SLICES) * PERCENT}%`;
    made.push(piece);
  }
  return made;
}
