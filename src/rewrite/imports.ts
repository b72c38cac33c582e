import type { ImportDeclaration, Program } from 'acorn';

/**
 * The packages, and modules of Node's, that a module imports by a declaration; `at` is the declaration's offset. What is
 * imported for constants alone is not listed: nothing of it can be patched, or called.
 */
export function importsOf(program: Program): { readonly name: string; readonly at: number }[] {
  return program.body.flatMap((node) => {
    const imports =
      node.type === 'ImportDeclaration' ||
      node.type === 'ExportAllDeclaration' ||
      node.type === 'ExportNamedDeclaration';
    const name = imports ? node.source?.value : undefined;
    if (typeof name !== 'string' || /^[./#]/.test(name)) return [];
    return node.type === 'ImportDeclaration' && isOfConstants(node) ? [] : [{ name, at: node.start }];
  });
}

/** `STATUS_CODES`, as constants are written, and functions and classes are not. */
const CONSTANT = /^[A-Z][A-Z0-9]*_[A-Z0-9_]*$/;

function isOfConstants({ specifiers }: ImportDeclaration): boolean {
  return (
    specifiers.length > 0 &&
    specifiers.every(
      (one) => one.type === 'ImportSpecifier' && one.imported.type === 'Identifier' && CONSTANT.test(one.imported.name),
    )
  );
}
