import type { AnyNode } from 'acorn';
import { bindingOf } from './bindings.js';
import type { NodePath } from './source.js';
import { unwrapped } from './tree.js';

/** Instances of clients of clients: further back nobody looks. */
const STEPS = 6;

/** What an expression was made with: the module, and the name there. */
export interface Origin {
  readonly module: string;
  /** `default` and `*` included. */
  readonly name: string;
}

/** The module that an expression comes from: `client` of `const client = axios.create()` comes from axios. */
export function importedFrom(expression: AnyNode, path: NodePath, steps = STEPS): Origin | null {
  const node = unwrapped(expression);
  if (steps === 0) return null;
  switch (node.type) {
    case 'MemberExpression':
      return importedFrom(node.object, path, steps - 1);
    case 'CallExpression':
      return required(node) ?? importedFrom(node.callee, path, steps - 1);
    case 'NewExpression':
      return importedFrom(node.callee, path, steps - 1);
    case 'AwaitExpression':
      return importedFrom(node.argument, path, steps - 1);
    case 'Identifier':
      return originOfName(node.name, path, steps - 1);
    default:
      return null;
  }
}

function originOfName(name: string, path: NodePath, steps: number): Origin | null {
  const binding = bindingOf(name, path);
  if (binding?.node.type === 'ImportDeclaration') {
    const { specifiers, source } = binding.node;
    const specifier = specifiers.find(({ local }) => local.name === name);
    const module = String(source.value);
    if (specifier?.type !== 'ImportSpecifier')
      return { module, name: specifier?.type === 'ImportDefaultSpecifier' ? 'default' : '*' };
    return { module, name: specifier.imported.type === 'Identifier' ? specifier.imported.name : name };
  }
  if (binding?.node.type !== 'VariableDeclarator' || !binding.node.init) return null;
  const origin = importedFrom(binding.node.init, path, steps);
  return origin && binding.node.id.type === 'ObjectPattern' ? { ...origin, name } : origin;
}

/** What a call of `require` brings. */
export function required(node: AnyNode): Origin | null {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require')
    return null;
  const [module] = node.arguments;
  return module?.type === 'Literal' && typeof module.value === 'string' ? { module: module.value, name: '*' } : null;
}
