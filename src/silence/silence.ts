import type { Diagnosis, FaultGroup } from '../diagnose.js';
import { startPlace } from '../evidence/start-place.js';
import type { CodeMap, Place } from '../model/code-map.js';
import type { Silencer, UselessSilencer } from './silencer.js';
import { type Silencers, type SilencersContext, silencersIn } from './silencers-in.js';

/** What comments in the user's sources say of a diagnosis. */
export interface Silencing {
  /** Groups that a comment silences. */
  readonly silenced: ReadonlyMap<FaultGroup, Silencer>;
  /** By file and line. */
  readonly useless: readonly UselessSilencer[];
}

export interface SilenceContext extends SilencersContext {
  readonly code: CodeMap;
}

/** Asks the sources of the files that the run has seen what is right there, and why. */
export function silence({ groups, skipped }: Diagnosis, context: SilenceContext): Silencing {
  const byFile = new Map<string, Silencers>();
  const silencersOf = (file: string): Silencers => {
    const known = byFile.get(file) ?? silencersIn(file, context);
    byFile.set(file, known);
    return known;
  };
  for (const file of context.code.sources()) silencersOf(file);
  const silenced = new Map<FaultGroup, Silencer>();
  const used = new Set<Silencer>();
  for (const group of groups) {
    for (const place of placesOf(group, context.code)) {
      const here = ({ rule, target }: Silencer): boolean => rule === group.rule.id && target === place.line;
      for (const silencer of silencersOf(place.file).active.filter(here)) {
        used.add(silencer);
        if (!silenced.has(group)) silenced.set(group, silencer);
      }
    }
  }
  // A rule that did not judge all there was might have had something to say there.
  const unsure = new Set(skipped.map(({ rule }) => rule));
  const isUnused = (one: Silencer): boolean => !used.has(one) && !unsure.has(one.rule);
  const useless = [...byFile.values()].flatMap(({ active, useless: broken }) => [
    ...broken,
    ...active.filter(isUnused).map(({ file, line, rule }) => ({ file, line, rule, problem: 'unused' as const })),
  ]);
  return { silenced, useless: useless.sort(byPlace) };
}

/** The boundary, and where the span starts that is told of. */
function placesOf({ boundary, first }: FaultGroup, code: CodeMap): Place[] {
  const start = first.span && startPlace(first.span);
  const startedAt = start && ('site' in start ? code.placeOfSite(start.site) : code.placeOfFrame(start.frame));
  return [boundary, startedAt].filter((place) => place !== null);
}

function byPlace(a: UselessSilencer, b: UselessSilencer): number {
  return a.file.localeCompare(b.file) || a.line - b.line || (a.rule ?? '').localeCompare(b.rule ?? '');
}
