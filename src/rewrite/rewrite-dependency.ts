import { createHash } from 'node:crypto';
import type { DependencySite } from '../protocol/site-table.js';
import { Additions, positionsIn } from './additions.js';
import { addNotes } from './add-notes.js';
import type { Notes, SiteEntry } from './notes/note-writer.js';
import { MODULE_HEAD } from './notes/recorder-name.js';
import { holdsApi, noteBundledApi } from './bundled-api.js';
import { type Addition, applied, fitted } from './marks.js';
import { headOffset, type ModuleKind, parseModule } from './parse-module.js';

/** What goes into a dependency's module. Its text is its author's, so only what is added has to be kept. */
export interface DependencyNotes {
  readonly id: string;
  /** A copy of `@opentelemetry/api` stands in it that does not tell of itself. */
  readonly silentApi?: true;
  /** In the order of the text; empty where nothing in the module can matter. */
  readonly additions: readonly Addition[];
  readonly sites: readonly DependencySite[];
}

/** Throws where the text cannot be parsed, before or after: there is no second try for an ES module. */
export function rewriteDependency(text: string, file: string, kind: ModuleKind): DependencyNotes {
  const program = parseModule(text, kind);
  const id = createHash('sha256').update(file).update(text).digest('hex').slice(0, 8);
  const notes = addNotes(program, id, 'dependency');
  const silent = holdsApi(text) && !noteBundledApi(program, text, file, notes.additions);
  const added = notes.additions.sorted();
  const silentApi = silent ? ({ silentApi: true } as const) : {};
  if (added.length === 0) return { id, additions: [], sites: [], ...silentApi };
  const additions = fitted(
    text,
    [{ at: headOffset(text, program), text: MODULE_HEAD }, ...added].sort((a, b) => a.at - b.at),
  );
  if (kind === 'module') parseModule(applied(text, additions), kind);
  return { id, additions, sites: sitesOf(notes, text), ...silentApi };
}

/** Nothing but a bundled copy of the API, where nothing else of a dependency is noted. */
export function noteApiOf(
  text: string,
  file: string,
  kind: ModuleKind,
): Pick<DependencyNotes, 'additions' | 'silentApi'> {
  const additions = new Additions();
  const silent = !noteBundledApi(parseModule(text, kind), text, file, additions);
  return { additions: fitted(text, additions.sorted()), ...(silent ? { silentApi: true } : {}) };
}

function sitesOf(notes: Notes, text: string): DependencySite[] {
  const position = positionsIn(text);
  return notes.sites.map((site) => {
    const { line, column } = position(site.at);
    return [site.callee, line, column, functionAround(site, notes), site.registers ? 1 : 0];
  });
}

/** The nearest function with a name around the call; the site's own is the literal that is handed over. */
export function functionAround({ fn }: SiteEntry, { functions }: Notes): string | null {
  for (let at = functions[fn]?.outer ?? -1; at !== -1; at = functions[at]?.outer ?? -1) {
    const name = functions[at]?.name;
    if (name) return name;
  }
  return null;
}
