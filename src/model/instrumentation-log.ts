import type { InstrumentationEvent, PackageLoadedEvent } from '../protocol/trace-event.js';
import { inLane, type Instrumentation, type Lane, type LoadedPackage } from './types.js';

/** What was told of instrumentations and of the packages that they want to patch, in the order of its telling. */
export class InstrumentationLog {
  readonly packages: LoadedPackage[] = [];
  readonly #byNumber = new Map<string, Instrumentation>();
  #order = 0;

  get instrumentations(): readonly Instrumentation[] {
    return [...this.#byNumber.values()];
  }

  told(lane: Lane, { i, n, w, st, off, p }: InstrumentationEvent): void {
    const key = inLane(lane, i);
    const known = this.#byNumber.get(key);
    if (w) {
      const wants = w.map(([module, versions, builtin]) => ({ module, versions, builtin: builtin === 1 }));
      const patched = known?.patched ?? new Set();
      this.#byNumber.set(key, {
        lane,
        name: n ?? '',
        wants,
        patched,
        enabled: true,
        order: ++this.#order,
        stack: st ?? [],
      });
    } else if (known && off) known.enabled = false;
    else if (known && p !== undefined) known.patched.add(p);
  }

  loaded(lane: Lane, { n: name, v: version, o: rank, st }: PackageLoadedEvent): void {
    this.packages.push({ lane, name, version, rank, order: ++this.#order, stack: st ?? [] });
  }
}
