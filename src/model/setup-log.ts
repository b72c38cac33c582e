import type { RegisteredEvent, UnheardEvent } from '../protocol/trace-event.js';
import type { Lane, Registration, UnheardApi } from './types.js';

/** What was told of the app's set-up, in the order of its telling. */
export class SetupLog {
  readonly registrations: Registration[] = [];
  readonly #unheard = new Map<string, UnheardApi>();

  get unheard(): readonly UnheardApi[] {
    return [...this.#unheard.values()];
  }

  registered(lane: Lane, { what, by, after, name, version, refused, st }: RegisteredEvent): void {
    this.registrations.push({
      lane,
      what,
      by,
      after,
      refused: refused ?? null,
      className: name ?? null,
      version: version ?? null,
      stack: st ?? [],
      withdrawn: false,
    });
  }

  withdrawn(lane: Lane, what: string): void {
    const last = this.registrations.findLast(
      (one) => one.lane === lane && one.what === what && one.by === 'app' && !one.refused,
    );
    if (last) last.withdrawn = true;
  }

  /** Threads and processes load the same copies. */
  unheardOf({ file, version, heard, why, st, by }: UnheardEvent): void {
    const known = this.#unheard.get(file);
    if (known) known.spans++;
    else if (version !== undefined && heard && why)
      this.#unheard.set(file, {
        file,
        version,
        why,
        heard: { version: heard[0], file: heard[1] },
        spans: 1,
        stack: st ?? [],
        asker: by ?? null,
      });
  }
}
