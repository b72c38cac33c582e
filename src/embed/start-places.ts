import type { RawFrame } from '../protocol/trace-event.js';
import { withoutNumbers } from '../protocol/without-numbers.js';

/** Stacks cost more than all else: as many tell whether spans of a name start at one place. */
const STACKS_EACH = 3;
const NAMES = 2000;
const NOWHERE: readonly RawFrame[] = [];

interface Known {
  taken: number;
  /** The same in all stacks so far, empty if there is no such place. */
  frames: readonly RawFrame[];
}

/** Where spans start: by a stack of the first few of a name, and of later ones by these, if they agree. */
export class StartPlaces {
  readonly #known = new Map<string, Known>();

  framesOf(scope: string | undefined, name: string, take: () => readonly RawFrame[]): readonly RawFrame[] {
    const key = `${scope}\n${withoutNumbers(name)}`;
    const known = this.#known.get(key);
    if (!known) {
      if (this.#known.size >= NAMES) return NOWHERE;
      const frames = take();
      this.#known.set(key, { taken: 1, frames });
      return frames;
    }
    if (known.taken >= STACKS_EACH) return known.frames;
    known.taken++;
    const frames = take();
    if (String(frames[0]) !== String(known.frames[0])) known.frames = NOWHERE;
    return frames;
  }
}
