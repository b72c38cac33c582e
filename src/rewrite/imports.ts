import type { Program } from 'acorn';

/** The packages, and modules of Node's, that a module imports by a declaration; `at` is the declaration's offset. */
export function importsOf(program: Program): { readonly name: string; readonly at: number }[] {
  return program.body.flatMap((node) => {
    const imports =
      node.type === 'ImportDeclaration' ||
      node.type === 'ExportAllDeclaration' ||
      node.type === 'ExportNamedDeclaration';
    const name = imports ? node.source?.value : undefined;
    return typeof name === 'string' && !/^[./#]/.test(name) ? [{ name, at: node.start }] : [];
  });
}
