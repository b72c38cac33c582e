import { createHash } from 'node:crypto';
import type { EncodedSourceMap } from '@jridgewell/trace-mapping';
import type { Comment } from 'acorn';
import MagicString from 'magic-string';
import { fileUrl } from '../protocol/file-url.js';
import type { DependencyTable, ModuleTable, Range } from '../protocol/site-table.js';
import { Additions, positionsIn, shiftedOffset } from './additions.js';
import { addNotes } from './add-notes.js';
import type { FunctionEntry, Notes, Scope } from './notes/note-writer.js';
import { MODULE_HEAD } from './notes/recorder-name.js';
import { holdsApi, noteBundledApi } from './bundled-api.js';
import { bundledSites } from './bundled-sites.js';
import { bundleParts, type Origin, type Owner, ownerAt, type Part } from './bundle-parts.js';
import { partsHead } from './parts-head.js';
import { type InputMap, inputMap } from './input-map.js';
import { mapComment, mapInUrl } from './map-comment.js';
import { type Addition, applied, fitted } from './marks.js';
import { originalNames } from './original-names.js';
import { importsOf } from './imports.js';
import { headOffset, type ModuleKind, parseModule } from './parse-module.js';
import { shiftedMap } from './shifted-map.js';

export type { ModuleKind } from './parse-module.js';
export type { Origin, Owner } from './bundle-parts.js';
export { noteApiOf, rewriteDependency } from './rewrite-dependency.js';

export interface Rewritten {
  /** With an inline source map to the user's own text. */
  readonly code: string;
  readonly table: ModuleTable;
  /** What was noted in the code of others that was bundled into the module. */
  readonly bundled: DependencyTable | null;
  /** A copy of `@opentelemetry/api` stands in it that does not tell of itself. */
  readonly silentApi: boolean;
}

/** What the loader knows of a module's surroundings. */
export interface Surroundings {
  /** The text at a URL beside the module; `null` where there is none. */
  readonly read: (url: string) => string | null;
  /** Where a source is to be found that a map names, and whose it is. */
  readonly locate: (source: string, asPath: string | null) => Origin;
}

const ALONE: Surroundings = { read: () => null, locate: (url) => ({ url, owner: 'user', isThere: false }) };

/**
 * Puts notes into a module that the loader has already turned into JavaScript.
 * Throws what the parser throws; the caller then runs the text as it was.
 */
export function rewrite(
  source: string,
  file: string,
  kind: ModuleKind,
  scope: Scope = 'user',
  surroundings: Surroundings = ALONE,
): Rewritten {
  const comments: Comment[] = [];
  const program = parseModule(source, kind, comments);
  const comment = mapComment(comments);
  // A map in the text may be larger than all else, and ours takes its place.
  const text = comment && isLast(source, comment.end) ? source.slice(0, comment.start).replace(/\n$/, '') : source;
  const url = fileUrl(file);
  // A build may keep its maps from everybody, and leave them beside its files.
  const input = comment ? readMap(comment.url, url, surroundings) : mapAt(`${url}.map`, surroundings);
  const origins =
    input?.sources.map((source, index) => surroundings.locate(source, input.asPaths[index] ?? null)) ?? [];
  const parts = input && bundleParts(input, text, origins);
  const id = createHash('sha256').update(file).update(text).digest('hex').slice(0, 8);
  const all = new Additions();
  const held = (owner: Owner) => ({ additions: all, holds: (at: number) => !parts || ownerAt(parts, at) === owner });
  const notes = addNotes(program, id, scope, parts ? held('user') : { additions: all });
  const others = parts && scope === 'user' ? addNotes(program, `${id}d`, 'dependency', held('dependency')) : null;
  const silentApi = holdsApi(text) && !noteBundledApi(program, text, file, all);
  const head = headOffset(text, program);
  const additions = withHead(text, file, head, all, parts);
  const code = applied(text, additions);
  // Better to miss a module than to break it. CommonJS that does not compile is compiled again as it was.
  if (kind === 'module') parseModule(code, kind);
  const own = comment && input && !input.sectioned ? null : ownMap(text, file, additions);
  const shifted = input && shiftedMap(input, text, additions);
  // Node is given what it would have made of the module's own map: nothing, if that is made of maps, or is named nowhere.
  const inline = own ?? JSON.stringify(shifted);
  const map = shifted && { ...shifted, ...located(shifted, origins) };
  const sources = origins.map(({ url }) => url);
  const nameOf = input ? originalNames(text, input) : ({ name }: FunctionEntry) => name;
  return {
    code: `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(inline).toString('base64')}`,
    table: {
      t: 'module',
      id,
      file,
      ...tableOf(notes, importsOf(program), additions, code, nameOf),
      map: map ? JSON.stringify(map) : inline,
    },
    silentApi,
    bundled: input &&
      others && { t: 'dependency', id: `${id}d`, file, sites: bundledSites(others, text, input, sources) },
  };
}

/** For the report, which reads what it shows from the files themselves where it can. */
function located(
  { sourcesContent }: EncodedSourceMap,
  origins: readonly Origin[],
): Pick<EncodedSourceMap, 'sources' | 'sourcesContent'> {
  const contents = origins.map(({ isThere }, index) => (isThere ? null : (sourcesContent?.[index] ?? null)));
  return { sources: origins.map(({ url }) => url), sourcesContent: contents };
}

function isLast(source: string, end: number): boolean {
  return source.slice(end).trim() === '';
}

function readMap(url: string, module: string, surroundings: Surroundings): InputMap | null {
  const inline = mapInUrl(url);
  if (inline !== null) return inputMap(inline, module);
  return URL.canParse(url, module) ? mapAt(new URL(url, module).href, surroundings) : null;
}

function mapAt(url: string, { read }: Surroundings): InputMap | null {
  const text = read(url);
  return text === null ? null : inputMap(text, url);
}

function withHead(
  text: string,
  file: string,
  at: number,
  all: Additions,
  parts: readonly Part[] | null,
): readonly Addition[] {
  const notes = fitted(
    text,
    [{ at, text: MODULE_HEAD }, ...all.sorted()].sort((a, b) => a.at - b.at),
  );
  if (!parts) return notes;
  const first = notes.findIndex((one) => one.at === at && one.text.endsWith(MODULE_HEAD.slice(1)));
  return notes.toSpliced(first + 1, 0, { at, text: partsHead(parts, file, text, notes, first) });
}

/** Of a module that has no map: to itself, as it was. */
function ownMap(text: string, file: string, additions: readonly Addition[]): string {
  const edited = new MagicString(text);
  for (const addition of additions) edited.appendLeft(addition.at, addition.text);
  return edited.generateMap({ source: fileUrl(file), hires: 'boundary', includeContent: true }).toString();
}

function tableOf(
  notes: Notes,
  imports: ReturnType<typeof importsOf>,
  additions: readonly Addition[],
  code: string,
  nameOf: (fn: FunctionEntry) => string | null,
): Pick<ModuleTable, 'sites' | 'functions' | 'loops'> {
  const shifted = shiftedOffset(additions);
  const position = positionsIn(code);
  const importSites = imports.map(({ name: callee, at }) => {
    return { kind: 'import' as const, ...position(shifted(at)), callee, fn: -1 };
  });
  const noted = notes.sites.map(({ kind, at, callee, fn, dropped, returned, loop, listens, atLoad, once }) => ({
    kind,
    ...position(shifted(at)),
    callee,
    fn,
    ...(dropped ? { dropped } : {}),
    ...(returned ? { returned } : {}),
    ...(loop ? { loop } : {}),
    ...(listens ? { listens } : {}),
    ...(atLoad ? { atLoad } : {}),
    ...(once ? { once } : {}),
  }));
  return {
    sites: [...noted, ...importSites],
    functions: notes.functions.map((fn) => ({
      name: nameOf(fn),
      ...(fn.async ? { async: fn.async } : {}),
      ...(fn.owner === undefined ? {} : { owner: fn.owner }),
      outer: fn.outer,
      ...range(fn.start, fn.end),
    })),
    loops: notes.loops.map(({ fn, endless, start, end }) => ({ fn, endless, ...range(start, end) })),
  };

  function range(start: number, end: number): Range {
    const from = position(shifted(start));
    const to = position(shifted(end));
    return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
  }
}
