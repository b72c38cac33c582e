import { createContext, runInContext } from 'node:vm';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { type Options, parse } from 'acorn';
import { describe, expect, it } from 'vitest';
import { withoutAdditions } from '../../src/rewrite/marks.js';
import { type ModuleKind, type Rewritten, rewrite } from '../../src/rewrite/rewrite.js';
import { NOTED, NOTHING_TO_NOTE, type Snippet } from './snippets.js';

const FILE = '/app/a.js';
const MAP_COMMENT = '\n//# sourceMappingURL=';

function withoutMap({ code }: Rewritten): string {
  return code.slice(0, code.lastIndexOf(MAP_COMMENT));
}

function parses(code: string, kind: ModuleKind): void {
  const options: Options = { ecmaVersion: 'latest', allowHashBang: true };
  if (kind === 'module') parse(code, { ...options, sourceType: 'module' });
  else parse(code, { ...options, sourceType: 'script', allowReturnOutsideFunction: true });
}

/** `kind callee line:column` of each site, where the map says it stands in the user's text. */
function sitesOf({ table }: Rewritten): string[] {
  const map = new TraceMap(table.map);
  return table.sites.map(({ kind, callee, line, column }) => {
    const original = originalPositionFor(map, { line, column: column - 1 });
    return `${kind} ${callee} ${original.line}:${(original.column ?? -2) + 1}`;
  });
}

/** Runs a text as the body of a function, and gives what it handed to `out`: functions as text, promises as values. */
async function evaluated(code: string, kind: ModuleKind, recorder?: object): Promise<unknown[]> {
  const given: unknown[] = [];
  const out = (value: unknown): void => {
    given.push(value);
  };
  const span = { end: () => out('end'), setAttribute() {}, addEvent() {}, setStatus() {}, self: () => span };
  const globals = {
    out,
    run: (f: unknown, ...args: unknown[]) => (typeof f === 'function' ? f(...args) : f),
    make: (F: new () => object) => new F(),
    span,
    ctx: {},
    context: { with: (_: object, f: () => unknown) => f(), bind: (_: object, f: () => unknown) => f },
    tracer: {
      startSpan: (name: unknown) => out(name),
      startActiveSpan(name: unknown, f: (s: object) => unknown) {
        out(name);
        return f(span);
      },
    },
  };
  const world = createContext(globals);
  runInContext(
    'globalThis[Symbol.for("otel-ctx-doctor")] = recorder',
    createContext(Object.assign(world, { recorder })),
  );
  const body = code.replace(/^#!/, '//');
  const strict = kind === 'module' ? '"use strict";async' : '';
  await runInContext(
    `(${strict === '' ? '' : 'async '}function () {${kind === 'module' ? '"use strict";' : ''}${body}\n})()`,
    world,
  );
  return Promise.all(given).then((values) => values.map((value) => readable(value)));
}
