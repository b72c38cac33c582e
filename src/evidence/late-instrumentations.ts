import { satisfies } from 'semver';
import type { CodeMap } from '../model/code-map.js';
import type { Instrumentation, Lane, LoadedPackage, TraceModel } from '../model/types.js';
import type { Boundary } from './evidence.js';

/** A module that an instrumentation wanted to patch, in this version, that the user's code loaded, and that it never got. */
export interface Unpatched {
  readonly instrumentation: Instrumentation;
  readonly module: string;
  /** `null`: it is one of Node's own. */
  readonly version: string | null;
  /** Its place among all that was loaded. */
  readonly rank: number;
  /** Where the user's code loads it. */
  readonly at: Boundary;
  /** It was there before the instrumentation was enabled. Else no hook told of it, as it is imported as an ES module. */
  readonly early: boolean;
}

/** By thread, in the order in which they were loaded. */
export function lateInstrumentations(model: TraceModel, code: CodeMap): ReadonlyMap<Lane, readonly Unpatched[]> {
  const result = new Map<Lane, readonly Unpatched[]>();
  for (const lane of model.lanes) {
    const all = model.instrumentations.filter((one) => one.lane === lane);
    if (all.length === 0 || lane.off) continue;
    const packages = model.packages.filter((one) => one.lane === lane);
    const found = all.filter(({ enabled }) => enabled).flatMap((one) => unpatchedBy(one, all, packages, code));
    if (found.length > 0) result.set(lane, onceEach(found));
  }
  return result;
}

/** Some want several versions of a module, each in its own way: one that was patched is enough. */
function unpatchedBy(
  instrumentation: Instrumentation,
  all: readonly Instrumentation[],
  packages: readonly LoadedPackage[],
  code: CodeMap,
): Unpatched[] {
  return instrumentation.wants.flatMap(({ module, versions, builtin }): Unpatched[] => {
    if (all.some(({ name, patched }) => name === instrumentation.name && patched.has(module))) return [];
    const [site] = code.importsOf(module, instrumentation.lane);
    if (builtin)
      return site
        ? [{ instrumentation, module, version: null, rank: Number.POSITIVE_INFINITY, at: { site }, early: false }]
        : [];
    const loaded = packages.find(({ name, version }) => name === module && isWanted(version, versions));
    if (!loaded) return [];
    const early = loaded.order < instrumentation.order;
    const [frame] = early ? loaded.stack : [];
    const at: Boundary | null = frame ? { frame } : site ? { site } : null;
    return at ? [{ instrumentation, module, version: loaded.version, rank: loaded.rank, at, early }] : [];
  });
}

function isWanted(version: string, ranges: readonly string[]): boolean {
  return ranges.some((range) => satisfies(version, range));
}

/** What a package loads for itself comes with it, and the same instrumentation may have been made twice. */
function onceEach(found: readonly Unpatched[]): Unpatched[] {
  const byPlace = new Map<string, Unpatched>();
  for (const one of found.toSorted((a, b) => a.rank - b.rank)) {
    const place = 'site' in one.at ? one.at.site : one.at.frame.join(':');
    if (!byPlace.has(place)) byPlace.set(place, one);
  }
  return [...byPlace.values()];
}
