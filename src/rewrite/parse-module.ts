import { type Comment, type Options, type Program, parse } from 'acorn';

export type ModuleKind = 'module' | 'commonjs';

/** Throws what the parser throws. `comments`: where they are put, if anybody wants them. */
export function parseModule(text: string, kind: ModuleKind, comments?: Comment[]): Program {
  const options: Options = { ecmaVersion: 'latest', sourceType: kind, allowHashBang: true, preserveParens: true };
  return parse(text, comments ? { ...options, onComment: comments } : options);
}

const HASHBANG = /^#![^\n\r\u2028\u2029]*(?:\r\n|[\n\r\u2028\u2029])?/;

/** Where a module's head goes: behind a hashbang and the directives, which have to stay first. */
export function headOffset(text: string, program: Program): number {
  const lastDirective = program.body.findLast(
    (node) => node.type === 'ExpressionStatement' && node.directive !== undefined,
  );
  if (lastDirective) return lastDirective.end;
  return text.startsWith('#!') ? (HASHBANG.exec(text)?.[0].length ?? 0) : 0;
}
