import type { Mechanism } from '../finding.js';
import type { Place } from '../model/code-map.js';
import type { Span } from '../model/types.js';
import type { Evidence, Testimony } from './evidence.js';
import type { Unpatched } from './late-instrumentations.js';

/** A context that was lost: on the way to whom, how, where, and in which dependency. */
export interface Loss {
  readonly span: Span;
  readonly mechanism: Mechanism;
  readonly dependency?: Testimony['dependency'];
}

/** Modules that would have carried it, and that their instrumentations never got. */
export function unpatchedCarriers(
  { span, mechanism, dependency }: Loss,
  boundary: Place | null,
  { unpatched, code }: Evidence,
): string[] {
  const late = unpatched.get(span.lane);
  if (!late) return [];
  const lostIn = dependency ? code.dependencyPlace(dependency)?.packageName : undefined;
  return late.filter((one) => one.module === lostIn || (carries(one) && isUsedThere(one))).map(({ module }) => module);

  /** Requests are those of Node's own modules, whoever makes them. */
  function carries({ version }: Unpatched): boolean {
    return mechanism === 'http' ? version === null : mechanism === 'message' && version !== null;
  }

  function isUsedThere({ module, at, instrumentation }: Unpatched): boolean {
    const loaded = 'site' in at ? code.placeOfSite(at.site) : code.placeOfFrame(at.frame);
    const imports = code.importsOf(module, instrumentation.lane).map((site) => code.placeOfSite(site));
    return boundary !== null && [loaded, ...imports].some((place) => place?.file === boundary.file);
  }
}
