import { openSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RECORDER_GLOBAL } from '../../protocol/recorder-global.js';
import type { ServedTable } from '../../protocol/site-table.js';
import { applied, isRewritten } from '../../rewrite/marks.js';
import type * as rewriting from '../../rewrite/rewrite.js';
import type { ModuleKind } from '../../rewrite/rewrite.js';
import { isApiModule } from '../attach/api-module.js';
import { INSTRUMENTATION_MODULE } from '../attach/instrumentation-module.js';
import { isOurs, isUserFile } from '../user-code.js';
import type { LoaderData } from './hooks-thread.js';
import { NotesCache } from './notes-cache.js';
import { isRewritable, isTooLarge } from './rewritable.js';
import { sourceLocator } from './source-locator.js';
import { textAt } from './text-at.js';

type Rewriter = typeof rewriting;

let loaded: Rewriter | undefined;

/** Parser and editor are only loaded when there is something to rewrite. */
function rewriter(bundle: URL): Rewriter {
  if (loaded) return loaded;
  const require = createRequire(bundle);
  const file = fileURLToPath(bundle);
  loaded = require(file) as Rewriter;
  // The app may look at what has been loaded.
  delete require.cache[file];
  return loaded;
}

/** Stands in the API's own code: in any other module, the API was bundled into it. */
const API_KEY = 'opentelemetry.js.api.';
const OF_THE_API = /[\\/]@opentelemetry[\\/]api[\\/]|[\\/]internal[\\/]global-utils\.[cm]?js$/;

function isBundledApi(text: string, file: string): boolean {
  return text.includes(API_KEY) && !OF_THE_API.test(file) && !isOurs(file);
}

/** A module without a single call has nothing to note: the parser need not even be loaded. */
const CALLS = /[\w$\])]\s*\(/;

export interface RewriterOptions {
  /** The file to which site tables are written, one for each thread. */
  readonly tables: string;
  readonly bundle: URL;
  readonly evidence: LoaderData['evidence'];
  readonly cache: NotesCache | undefined;
}

export function rewriterOptions({ runFolder, bundle, evidence, cache }: LoaderData, thread: string): RewriterOptions {
  return {
    tables: join(runFolder, `sites-${thread}.ndjson`),
    bundle: new URL(bundle),
    evidence,
    cache: cache === null ? undefined : new NotesCache(cache),
  };
}

/** What is added to a module may not meet anything of the same name there. `logContext`, bundled, has it as a text. */
const OUR_NAMES = new RegExp(`__ocd|(?<!["'\`.])${RECORDER_GLOBAL}`);

/** The text that V8 shall get for a module. What cannot be rewritten stays as it is, and the recording says so. */
export function sourceFor(text: string, file: string, kind: ModuleKind, options: RewriterOptions): string {
  if (isApiModule(file)) return withTail(text, file, kind, 'api');
  if (INSTRUMENTATION_MODULE.test(file)) return withTail(text, file, kind, 'instrumentations');
  try {
    const users = isUserFile(file);
    if (users && (isRewritten(text) || !CALLS.test(text))) return text;
    if (!users && (options.evidence !== 'full' || !isRewritable(file, text)))
      return isBundledApi(text, file) ? sourceWithApi(text, file, kind, options) : text;
    if (OUR_NAMES.test(text)) {
      noteNotRewritten(file, 'it uses names that the recorder needs for itself', options);
      return text;
    }
    if (users && !isTooLarge(text, true)) return userSource(text, file, kind, options);
    if (!users && !isTooLarge(text)) return dependencySource(text, file, kind, options);
    noteNotRewritten(file, 'it is too large', options);
    return text;
  } catch (error) {
    noteNotRewritten(file, String(error), options);
    return text;
  }
}

export function noteNotRewritten(file: string, reason: string, options: RewriterOptions): void {
  append(options.tables, { t: 'not-rewritten', file, reason });
}

/** The last one that stands in the text: a runner may have put something behind it. */
const INLINE_MAP = '//# sourceMappingURL=data:application/json';
const MAP_DATA = /^[^,\n]*;base64,([A-Za-z0-9+/=]+)/;

/** A module was compiled past the loaders. If it brings a map, its lines can be told all the same. */
export function noteServed(text: string, file: string, options: RewriterOptions): void {
  const at = text.lastIndexOf(INLINE_MAP);
  const data = at === -1 ? undefined : MAP_DATA.exec(text.slice(at + INLINE_MAP.length))?.[1];
  if (data === undefined) return;
  append(options.tables, {
    t: 'served',
    file,
    map: Buffer.from(data, 'base64').toString('utf8'),
  } satisfies ServedTable);
}

const SCOPES = { full: 'user', light: 'light', off: 'places' } as const;

function userSource(text: string, file: string, kind: ModuleKind, options: RewriterOptions): string {
  if (options.evidence === 'none') {
    noteNotRewritten(file, 'Function.prototype was frozen, so the text of its functions could not be kept', options);
    return text;
  }
  const result = rewriter(options.bundle).rewrite(text, file, kind, SCOPES[options.evidence], {
    read: textAt,
    locate: sourceLocator(file),
  });
  append(options.tables, result.table);
  if (result.bundled?.sites.length) append(options.tables, result.bundled);
  if (result.silentApi) append(options.tables, { t: 'bundled-api', file });
  return result.code;
}

function dependencySource(text: string, file: string, kind: ModuleKind, options: RewriterOptions): string {
  const { cache, bundle, tables } = options;
  let notes = cache?.get(text, file, kind);
  if (!notes) {
    notes = rewriter(bundle).rewriteDependency(text, file, kind);
    cache?.put(text, file, kind, notes);
  }
  const { id, sites, additions, silentApi } = notes;
  if (silentApi) append(tables, { t: 'bundled-api', file });
  if (additions.length === 0) return text;
  append(tables, { t: 'dependency', id, file, sites });
  return applied(text, additions);
}

function sourceWithApi(text: string, file: string, kind: ModuleKind, { bundle, tables }: RewriterOptions): string {
  const { additions, silentApi } = rewriter(bundle).noteApiOf(text, file, kind);
  if (silentApi) append(tables, { t: 'bundled-api', file });
  return applied(text, additions);
}

const descriptors = new Map<string, number>();

/** Files stay open: there is a line for every module that is loaded. */
function append(table: string, line: object): void {
  try {
    let fd = descriptors.get(table);
    if (fd === undefined) {
      fd = openSync(table, 'a', 0o600);
      descriptors.set(table, fd);
    }
    writeSync(fd, `${JSON.stringify(line)}\n`);
  } catch {
    // Without its table a module's places stay unknown; the app goes on.
  }
}

/** A module of OpenTelemetry's hands its exports over when it has run. Imports are hoisted, so a tail may import itself. */
export function withTail(text: string, file: string, kind: ModuleKind, to: 'api' | 'instrumentations'): string {
  const handOver = (exports: string): string =>
    `typeof ${RECORDER_GLOBAL}=="object"&&${RECORDER_GLOBAL}.${to}(${exports},${JSON.stringify(file)},globalThis);`;
  if (kind === 'commonjs') return `${text}\n;${handOver('exports')}`;
  const self = JSON.stringify(`./${file.split(/[\\/]/).at(-1)}`);
  return `${text}\n;import * as __ocdSelf from ${self};${handOver('__ocdSelf')}`;
}
