import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { fileUrl } from '../protocol/file-url.js';
import type { DependencyTable, FunctionRange, ModuleTable, Range, ServedTable, Site } from '../protocol/site-table.js';
import { urlOfPath } from '../protocol/url-of-path.js';
import type { RawFrame, SiteId } from '../protocol/trace-event.js';
import type { Lane } from './types.js';

/** A place in the user's source. `file` is an absolute path; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function: string | null;
}

export interface KnownSite extends Site {
  readonly table: ModuleTable;
}

/** Where a dependency hands a callback of its own to somebody. */
export interface DependencyPlace extends Place {
  /** Name of the package, as its path tells it. */
  readonly packageName: string;
  readonly callee: string;
  /** The call registers something that may be called any number of times. */
  readonly registers: boolean;
}

/** Leads from what the recorder names (sites, raw stack frames) to the user's source. */
export class CodeMap {
  readonly #byId = new Map<string, ModuleTable>();
  readonly #byFile = new Map<string, ModuleTable>();
  readonly #maps = new Map<ModuleTable | ServedTable, TraceMap>();

  readonly #imports = new Map<string, SiteId[]>();
  readonly #dependencies = new Map<string, DependencyTable>();
  readonly #served = new Map<string, ServedTable>();

  constructor(
    tables: Iterable<ModuleTable>,
    dependencies: Iterable<DependencyTable> = [],
    served: Iterable<ServedTable> = [],
  ) {
    for (const table of served) this.#served.set(table.file, table);
    for (const table of dependencies) this.#dependencies.set(table.id, table);
    for (const table of tables) {
      this.#byId.set(table.id, table);
      this.#byFile.set(table.file, table);
      this.#noteImports(table);
    }
  }

  #noteImports({ id, thread, sites }: ModuleTable): void {
    if (thread === undefined) return;
    sites.forEach(({ kind, callee }, index) => {
      if (kind !== 'import') return;
      const key = importKey(thread, callee.replace(/^node:/, ''));
      const known = this.#imports.get(key);
      if (known) known.push(`${id}:${index}`);
      else this.#imports.set(key, [`${id}:${index}`]);
    });
  }

  /** Where the user's code imports a package, or a module of Node's, in a thread: in the order in which it is loaded. */
  importsOf(name: string, { process, thread }: Pick<Lane, 'process' | 'thread'>): readonly SiteId[] {
    return this.#imports.get(importKey(`${process}-${thread}`, name)) ?? [];
  }

  site(id: SiteId): KnownSite | null {
    const colon = id.indexOf(':');
    const table = this.#byId.get(id.slice(0, colon));
    const site = table?.sites[Number(id.slice(colon + 1))];
    return table && site ? { ...site, table } : null;
  }

  /** Are there notes in this file of the user's? */
  isKnown(file: string): boolean {
    return this.#byFile.has(file);
  }

  /** `null` where the site is none of a dependency's. */
  dependencyPlace(id: SiteId): DependencyPlace | null {
    const colon = id.indexOf(':');
    const table = this.#dependencies.get(id.slice(0, colon));
    const site = table?.sites[Number(id.slice(colon + 1))];
    if (!table || !site) return null;
    const [callee, line, column, fn, registers, source] = site;
    const file = source ? fileOf(source, table.file) : table.file;
    return { file, line, column, function: fn, packageName: packageNameOf(file), callee, registers: registers === 1 };
  }

  placeOfSite(id: SiteId): Place | null {
    const site = this.site(id);
    return site && this.#place(site.table, site.line, site.column, site.kind === 'callback' ? outerOf(site) : site.fn);
  }

  placeOfFrame([file, line, column]: RawFrame): Place {
    const table = this.#byFile.get(file);
    if (table) return this.#place(table, line, column, innermost(table.functions, line, column));
    const served = this.#served.get(file);
    return served ? this.#original(served, line, column, null) : { file, line, column, function: null };
  }

  /** The innermost function around a frame, `null` where the module is not known. */
  functionAt([file, line, column]: RawFrame): { readonly table: ModuleTable; readonly fn: number } | null {
    const table = this.#byFile.get(file);
    return table ? { table, fn: innermost(table.functions, line, column) } : null;
  }

  /** Does the frame stand in this function of the site's module, or in one inside it? -1: directly at module level. */
  isInside(frame: RawFrame, table: ModuleTable, fn: number): boolean {
    const [file, line, column] = frame;
    if (file !== table.file) return false;
    if (fn === -1) return innermost(table.functions, line, column) === -1;
    const range = table.functions[fn];
    return range !== undefined && contains(range, line, column);
  }

  /** Is function `inner` of a module the same as `outer`, or inside it? */
  isWithin(table: ModuleTable, inner: number, outer: number): boolean {
    let fn = inner;
    while (fn !== outer && fn !== -1) fn = table.functions[fn]?.outer ?? -1;
    return fn === outer;
  }

  /** The nearest function around a frame that has a name of its own; literals that are handed over belong to it. */
  unitAt(frame: RawFrame): { readonly table: ModuleTable; readonly fn: number } | null {
    const at = this.functionAt(frame);
    return at && { table: at.table, fn: unitOf(at.table.functions, at.fn) };
  }

  /** Loops of the frame's own function around it, where that function can be suspended in them. */
  loopsAround(frame: RawFrame): { readonly endless: boolean }[] {
    const [file, line, column] = frame;
    const at = this.functionAt(frame);
    if (!at || (at.fn !== -1 && !at.table.functions[at.fn]?.async)) return [];
    return this.#byFile.get(file)?.loops?.filter((loop) => loop.fn === at.fn && contains(loop, line, column)) ?? [];
  }

  /** The statement that makes exactly this call and drops its result. */
  callAt([file, line, column]: RawFrame): SiteId | null {
    const table = this.#byFile.get(file);
    const index =
      table?.sites.findIndex((site) => site.kind === 'call' && site.line === line && site.column === column) ?? -1;
    return table && index !== -1 ? `${table.id}:${index}` : null;
  }

  /** The callback sites of a module whose literal holds the frame, outermost first. */
  callbacksAround(frame: RawFrame): SiteId[] {
    const [file, line, column] = frame;
    const table = this.#byFile.get(file);
    if (!table) return [];
    const ids: SiteId[] = [];
    table.sites.forEach((site, index) => {
      const range = site.kind === 'callback' ? table.functions[site.fn] : undefined;
      if (range && contains(range, line, column)) ids.push(`${table.id}:${index}`);
    });
    return ids;
  }

  /** Stands the site where `await` may be written? At module level that depends on the module; mostly it may. */
  isAsyncAt(id: SiteId): boolean {
    const site = this.site(id);
    if (!site) return false;
    const fn = site.kind === 'callback' ? outerOf(site) : site.fn;
    return fn === -1 || site.table.functions[fn]?.async === true;
  }

  /** Where the literal of a callback site begins and ends (behind its last character) in the user's source. */
  literalAt(id: SiteId): { readonly from: Place; readonly to: Place } | null {
    const site = this.site(id);
    const range = site?.kind === 'callback' ? site.table.functions[site.fn] : undefined;
    if (!site || !range) return null;
    const from = this.#place(site.table, range.startLine, range.startColumn, site.fn);
    const last = this.#place(site.table, range.endLine, range.endColumn - 1, site.fn);
    return { from, to: { ...last, column: last.column + 1 } };
  }

  /** The files that the user's modules were written in. */
  sources(): Set<string> {
    const files = new Set<string>();
    for (const table of this.#byFile.values()) {
      const { sources } = this.#mapOf(table);
      for (const source of sources) files.add(fileOf(source ?? table.file, table.file));
    }
    return files;
  }

  /** A source that stands in the map of what it was bundled into, because it cannot be read where it should be. */
  sourceText(file: string): string | null {
    for (const table of this.#byFile.values()) {
      if (!table.map.includes('"sourcesContent"')) continue;
      const { sources, sourcesContent } = this.#mapOf(table);
      const at = sources.findIndex((source) => source !== null && fileOf(source, table.file) === file);
      const text = at === -1 ? null : sourcesContent?.[at];
      if (text) return text;
    }
    return null;
  }

  #place(table: ModuleTable, line: number, column: number, fn: number): Place {
    return this.#original(table, line, column, fn === -1 ? null : nameOf(table.functions, fn));
  }

  #original(table: ModuleTable | ServedTable, line: number, column: number, name: string | null): Place {
    const original = originalPositionFor(this.#mapOf(table), { line, column: column - 1 });
    if (original.line === null) return { file: table.file, line, column, function: name };
    return {
      file: fileOf(original.source ?? table.file, table.file),
      line: original.line,
      column: original.column + 1,
      function: name,
    };
  }

  #mapOf(table: ModuleTable | ServedTable): TraceMap {
    let map = this.#maps.get(table);
    if (!map) {
      map = new TraceMap(table.map);
      this.#maps.set(table, map);
    }
    return map;
  }
}

const PACKAGE = /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/;

function packageNameOf(file: string): string {
  return PACKAGE.exec(file)?.[1]?.replaceAll('\\', '/') ?? file;
}

/** Sources are named relative to the module, as paths or URLs. */
function fileOf(source: string, module: string): string {
  if (source === module) return module;
  const name = source.replaceAll('\\', '/');
  const base = fileUrl(module);
  const asPath = urlOfPath(name, base);
  try {
    // Nobody can look here whether there is such a file.
    if (asPath !== null && (name.includes('#') || asPath === base)) return fileOfUrl(asPath, module);
    return fileOfUrl(new URL(name, base).href, module);
  } catch {
    // Maps are made by others: this one names what is no file.
    return module;
  }
}

function fileOfUrl(url: string, module: string): string {
  const { protocol, pathname } = new URL(url);
  if (protocol !== 'file:') return module;
  const path = decodeURIComponent(pathname);
  return module.startsWith('/') ? path : path.slice(1);
}

function importKey(thread: string, name: string): string {
  return `${thread} ${name}`;
}

/** A callback site stands outside the literal that it is about. */
function outerOf(site: KnownSite): number {
  return site.table.functions[site.fn]?.outer ?? -1;
}

/** The nearest function around that has a name: what a reader would call the place. */
function nameOf(functions: readonly FunctionRange[], fn: number): string | null {
  for (let at = fn; at !== -1; at = functions[at]?.outer ?? -1) {
    const name = functions[at]?.name;
    if (name) return name;
  }
  return null;
}

function unitOf(functions: readonly FunctionRange[], fn: number): number {
  let at = fn;
  while (at !== -1 && !functions[at]?.name) at = functions[at]?.outer ?? -1;
  return at;
}

/** Functions are listed outer ones first, so the last that holds the position is the innermost. */
function innermost(functions: readonly FunctionRange[], line: number, column: number): number {
  for (let i = functions.length - 1; i >= 0; i--) {
    const range = functions[i];
    if (range && contains(range, line, column)) return i;
  }
  return -1;
}

function contains(range: Range, line: number, column: number): boolean {
  const afterStart = line > range.startLine || (line === range.startLine && column >= range.startColumn);
  const beforeEnd = line < range.endLine || (line === range.endLine && column < range.endColumn);
  return afterStart && beforeEnd;
}
