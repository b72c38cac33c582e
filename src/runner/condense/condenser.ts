import { readdirSync } from 'node:fs';
import { NOTHING_DROPPED, type Dropped, readDropped, writeDropped } from '../../readers/dropped.js';
import { readCode } from '../../readers/recording.js';
import type { RunEvidence } from '../judge.js';
import type { Need } from './choose.js';
import { type Condensed, condenseWindow } from './condense-window.js';
import { dropUnjudged } from './drop-unjudged.js';
import { Examples } from './examples.js';
import { folderSize } from './folder-size.js';
import { type Segment, Segments } from './segments.js';
import type { WindowFile, WindowLane } from './window.js';

/**
 * What is judged in one piece: the model of so many bytes of lines takes some ten times as many in memory. A window has
 * as much again of what is only looked at, and of what is left of former windows.
 */
const WINDOW_BYTES = 48 * 1024 * 1024;
/** A trace has to have been quiet for a whole segment before it is taken for complete. */
const SEGMENTS_BEHIND = 2;
const SEGMENTS_LOOKED_AT = 1;

const NEEDS: readonly Need[] = ['healthy', 'frequent', 'oldest'];

export interface Relief {
  /** Until the run folder has no more than this. */
  readonly targetBytes: number;
  /** Nobody writes any more. */
  readonly over: boolean;
  /** The `--max-recording` that was reached, `null`: none. */
  readonly limitMb: number | null;
}

/** Takes out of a recording what can be spared: window by window, the oldest first, healthy traces before all others. */
export class Condenser {
  readonly #folder: string;
  readonly #evidence: RunEvidence;
  readonly #segments: Segments;
  readonly #examples = new Examples();
  /** How far each segment has been condensed. */
  readonly #done = new Map<string, Need>();
  /** Segments with spans of traces that were not complete. */
  readonly #undecided = new Set<string>();

  constructor(folder: string, evidence: RunEvidence) {
    this.#folder = folder;
    this.#evidence = evidence;
    this.#segments = new Segments(folder);
  }

  relieve(relief: Relief): void {
    for (const need of NEEDS) {
      const sweep = { need, examples: this.#examples, kept: new Map<string, number>() };
      while (folderSize(this.#folder) > relief.targetBytes) {
        this.#holdLimit(relief);
        const window = this.#nextWindow(need, relief.over);
        if (!window) break;
        const bare = [...this.#segments.runs.values()].some((run) => run.bare === 1);
        const { code } = readCode(this.#folder, readdirSync(this.#folder));
        const condensed = condenseWindow(this.#folder, window, code, bare ? 'off' : this.#evidence, sweep);
        this.#note(condensed, need, relief.limitMb);
      }
    }
  }

  /** A program that has all processors to itself may write faster than we judge. */
  #holdLimit({ over, limitMb }: Relief): void {
    while (!over && limitMb !== null && folderSize(this.#folder) > limitMb * 1024 * 1024) {
      const oldest = this.#segments.list(false).find(({ name, behind }) => behind > 0 && !this.#done.has(name));
      if (!oldest) return;
      const dropped = dropUnjudged(this.#folder, oldest.name);
      this.#note({ dropped, files: [{ name: oldest.name, undecided: false }] }, 'oldest', limitMb);
    }
  }

  /** The oldest segments that have not been condensed that far, and what may have to do with them. */
  #nextWindow(need: Need, over: boolean): WindowLane[] | null {
    const all = this.#segments.list(over);
    const waiting = all.filter(({ name, behind }) => behind >= SEGMENTS_BEHIND && this.#isWaiting(name, need));
    const chosen = upTo(waiting, WINDOW_BYTES);
    const last = chosen.at(-1);
    if (!last) return null;
    const rest = all.filter((segment) => !chosen.includes(segment));
    const left = upTo(
      rest.filter(({ name, startMs }) => this.#undecided.has(name) && startMs <= last.startMs).reverse(),
      WINDOW_BYTES,
    );
    const after = next(rest, chosen, last.startMs);
    const rewrite = new Set([...chosen, ...left].map(({ name }) => name));
    const names = new Set([...rewrite, ...after.map(({ name }) => name)]);
    return this.#lanes(all, names, rewrite);
  }

  #isWaiting(name: string, need: Need): boolean {
    const done = this.#done.get(name);
    return done === undefined || NEEDS.indexOf(done) < NEEDS.indexOf(need);
  }

  #lanes(all: readonly Segment[], names: ReadonlySet<string>, rewrite: ReadonlySet<string>): WindowLane[] {
    return [...this.#segments.runs].map(([name, run]) => ({
      name,
      run,
      files: all
        .filter((segment) => segment.lane === name && names.has(segment.name))
        .map((segment): WindowFile => ({ name: segment.name, rewrite: rewrite.has(segment.name) })),
    }));
  }

  #note({ dropped, files }: Condensed, need: Need, limitMb: number | null): void {
    for (const { name, undecided } of files) {
      if (this.#isWaiting(name, need)) this.#done.set(name, need);
      if (undecided) this.#undecided.add(name);
      else this.#undecided.delete(name);
    }
    writeDropped(this.#folder, sum(readDropped(this.#folder), { ...NOTHING_DROPPED, ...dropped, limitMb }));
  }
}

/** At least one. */
function upTo(segments: readonly Segment[], bytes: number): Segment[] {
  const chosen: Segment[] = [];
  let size = 0;
  for (const segment of segments) {
    size += segment.bytes;
    if (chosen.length > 0 && size > bytes) break;
    chosen.push(segment);
  }
  return chosen;
}

/** In each lane the segments that come next, and whatever began by the end of those that were chosen. */
function next(rest: readonly Segment[], chosen: readonly Segment[], untilMs: number): Segment[] {
  const lanes = new Set(chosen.map(({ lane }) => lane));
  const taken = new Map<string, number>();
  const after: Segment[] = [];
  let size = 0;
  for (const segment of rest) {
    const { lane, startMs, bytes } = segment;
    const of = chosen.filter((one) => one.lane === lane).at(-1);
    const comesNext =
      lanes.has(lane) && of !== undefined && startMs >= of.startMs && (taken.get(lane) ?? 0) < SEGMENTS_LOOKED_AT;
    const isBeside = !lanes.has(lane) && startMs <= untilMs;
    if (!comesNext && !isBeside) continue;
    size += bytes;
    if (size > WINDOW_BYTES && after.length > 0) continue;
    taken.set(lane, (taken.get(lane) ?? 0) + 1);
    after.push(segment);
  }
  return after;
}

function sum(a: Dropped, b: Dropped): Dropped {
  const findings: Record<string, number> = { ...a.findings };
  for (const [key, count] of Object.entries(b.findings)) findings[key] = (findings[key] ?? 0) + count;
  return {
    spans: a.spans + b.spans,
    traces: a.traces + b.traces,
    roots: a.roots + b.roots,
    findings,
    unjudged: a.unjudged + b.unjudged,
    limitMb: b.limitMb ?? a.limitMb,
  };
}
