import { createHash } from 'node:crypto';
import remapping from '@jridgewell/remapping';
import MagicString from 'magic-string';
import type { ModuleTable, Range } from '../protocol/site-table.js';
import { positionsIn, shiftedOffset } from './additions.js';
import { addNotes, MODULE_HEAD, type Notes, type Scope } from './add-notes.js';
import { type Addition, fitted } from './marks.js';
import { importsOf } from './imports.js';
import { headOffset, type ModuleKind, parseModule } from './parse-module.js';

export type { ModuleKind } from './parse-module.js';
export { rewriteDependency } from './rewrite-dependency.js';

export interface Rewritten {
  /** With an inline source map to the user's own text. */
  readonly code: string;
  readonly table: ModuleTable;
}

const MAP_COMMENT = /\/\/# sourceMappingURL=data:application\/json[^,]*;base64,([A-Za-z0-9+/=]+)\s*$/;
const ANY_MAP_COMMENT = /\n?\/\/# sourceMappingURL=\S+\s*$/;

/**
 * Puts notes into a module that the loader has already turned into JavaScript.
 * Throws what the parser throws; the caller then runs the text as it was.
 */
export function rewrite(source: string, file: string, kind: ModuleKind, scope: Scope = 'user'): Rewritten {
  const inputMap = MAP_COMMENT.exec(source)?.[1];
  const text = source.replace(ANY_MAP_COMMENT, '');
  const program = parseModule(text, kind);
  const id = createHash('sha256').update(file).update(text).digest('hex').slice(0, 8);
  const notes = addNotes(program, id, scope);
  const added = [{ at: headOffset(text, program), text: MODULE_HEAD }, ...notes.additions.sorted()];
  const additions = fitted(
    text,
    added.sort((a, b) => a.at - b.at),
  );
  const edited = new MagicString(text);
  for (const addition of additions) edited.appendLeft(addition.at, addition.text);
  const code = edited.toString();
  // Better to miss a module than to break it.
  parseModule(code, kind);
  const map = composedMap(edited, file, inputMap);
  return {
    code: `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`,
    table: { t: 'module', id, file, ...tableOf(notes, importsOf(program), additions, code), map },
  };
}

function composedMap(edited: MagicString, file: string, inputMap: string | undefined): string {
  const own = edited.generateMap({ source: file, hires: 'boundary', includeContent: inputMap === undefined });
  if (inputMap === undefined) return own.toString();
  const before = Buffer.from(inputMap, 'base64').toString('utf8');
  return remapping([own.toString(), before], () => null).toString();
}

function tableOf(
  notes: Notes,
  imports: ReturnType<typeof importsOf>,
  additions: readonly Addition[],
  code: string,
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
    functions: notes.functions.map(({ name, async, owner, outer, start, end }) => ({
      name,
      ...(async ? { async } : {}),
      ...(owner === undefined ? {} : { owner }),
      outer,
      ...range(start, end),
    })),
    loops: notes.loops.map(({ fn, endless, start, end }) => ({ fn, endless, ...range(start, end) })),
  };

  function range(start: number, end: number): Range {
    const from = position(shifted(start));
    const to = position(shifted(end));
    return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
  }
}
