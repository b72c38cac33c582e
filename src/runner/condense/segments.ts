import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent } from '../../protocol/trace-event.js';
import { laneFiles } from '../../readers/lane-files.js';
import { parsed } from '../../readers/recording.js';

/** A piece of a lane's recording, as it lies on the disk. */
export interface Segment {
  readonly lane: string;
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds since the epoch of the first thing in it. */
  readonly startMs: number;
  /** Whole segments of its lane after it. Endless: nothing will come after these. */
  readonly behind: number;
}

/** Enough for the lines at the beginning or the end of a file, whatever the stacks in them. */
const EDGE_BYTES = 64 * 1024;

/** What is known of the segments of a run folder. What does not change is looked up once. */
export class Segments {
  readonly #folder: string;
  readonly #runs = new Map<string, RunEvent>();
  readonly #starts = new Map<string, number>();
  readonly #ended = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** All of them, in the order in which they began. `over`: nobody writes any more. */
  list(over: boolean): Segment[] {
    const segments: Segment[] = [];
    for (const { lane, files } of laneFiles(readdirSync(this.#folder))) {
      const run = this.runOf(lane, files[0] ?? '');
      if (!run) continue;
      const ended = over || this.#hasEnded(lane, files.at(-1) ?? '');
      for (const [index, name] of files.entries()) {
        const bytes = sizeOf(join(this.#folder, name));
        const behind = ended ? Number.POSITIVE_INFINITY : files.length - 1 - index;
        segments.push({ lane, name, bytes, startMs: this.#startOf(name, run), behind });
      }
    }
    return segments.sort((a, b) => a.startMs - b.startMs);
  }

  runOf(lane: string, firstFile: string): RunEvent | undefined {
    let run = this.#runs.get(lane);
    if (!run) {
      const event = parsed(edgeOf(join(this.#folder, firstFile), 'start').split('\n', 1)[0] ?? '');
      if (event?.t !== 'run') return undefined;
      run = event;
      this.#runs.set(lane, run);
    }
    return run;
  }

  /** By lane. */
  get runs(): ReadonlyMap<string, RunEvent> {
    return this.#runs;
  }

  #startOf(name: string, { origin }: RunEvent): number {
    let start = this.#starts.get(name);
    if (start === undefined) {
      const ms = /"ms":([\d.]+)/.exec(edgeOf(join(this.#folder, name), 'start'))?.[1];
      start = origin + Number(ms ?? 0);
      if (ms !== undefined) this.#starts.set(name, start);
    }
    return start;
  }

  /** A thread that was terminated says nothing: its last segment is then taken for one that goes on. */
  #hasEnded(lane: string, lastFile: string): boolean {
    if (this.#ended.has(lane)) return true;
    const hasEnded = edgeOf(join(this.#folder, lastFile), 'end').includes('{"t":"bye"');
    if (hasEnded) this.#ended.add(lane);
    return hasEnded;
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function edgeOf(file: string, which: 'start' | 'end'): string {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch {
    return '';
  }
  try {
    const from = which === 'start' ? 0 : Math.max(0, fstatSync(fd).size - EDGE_BYTES);
    const buffer = Buffer.alloc(EDGE_BYTES);
    return buffer.toString('utf8', 0, readSync(fd, buffer, 0, EDGE_BYTES, from));
  } finally {
    closeSync(fd);
  }
}
