import type { AnyNode, Program } from 'acorn';
import { childrenOf, literalOf, nameText, calleeName } from './syntax.js';

/** Names of functions of a module that some call gets by name: `pool.acquire(onConnection)`. */
export function handedNames(program: Program, runByTheApi: ReadonlySet<string>): ReadonlySet<string> {
  const functions = new Set<string>();
  const handed = new Set<string>();
  collect(program);
  return new Set([...functions].filter((name) => handed.has(name)));

  function collect(node: AnyNode): void {
    if (node.type === 'FunctionDeclaration' && node.id && !node.generator) functions.add(node.id.name);
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init && literalOf(node.init)) {
      functions.add(node.id.name);
    }
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      const callee = nameText(calleeName(node));
      if (!runByTheApi.has(callee) && callee !== 'Promise') {
        for (const argument of node.arguments) if (argument.type === 'Identifier') handed.add(argument.name);
      }
    }
    for (const child of childrenOf(node)) collect(child);
  }
}
