import { type Options, parse } from 'acorn';
import type { ModuleKind, Rewritten } from '../../src/rewrite/rewrite.js';

/** The rewritten text without the map that was put behind it. */
export function withoutMap({ code }: Rewritten): string {
  return code.slice(0, code.lastIndexOf('\n//# sourceMappingURL='));
}

/** Throws where the text is no module of this kind. */
export function parseText(text: string, kind: ModuleKind): void {
  const options: Options = { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true };
  parse(text, kind === 'module' ? options : { ...options, sourceType: 'script', allowReturnOutsideFunction: true });
}

function same<T>(value: T): T {
  return value;
}

/** What a recorder does with values that pass by, if it lets them all be. */
export const LETS_VALUES_BE = {
  keep: () => ({ kept: same }),
  fieldOf: () => undefined,
  handMade: same,
  handBound: same,
  returned: same,
  executing: () => undefined,
  begin: () => ({ kept: same }),
  joins: same,
  group: same,
  grouped: same,
  captured: same,
  passes: same,
  carries: same,
  says: same,
  constant: same,
  isList: () => false,
  reads: same,
  parsed: same,
  executes: same,
  received: same,
  took: same,
  receivedInParts: () => undefined,
  begins: (origin: { enter(which: number): unknown } | undefined, which: number) => origin?.enter(which),
  receives: () => undefined,
  passesOn: same,
  keyed: same,
  visit: () => undefined,
  item: () => undefined,
  passed: () => undefined,
  begun: () => undefined,
};
