import type { AnyNode, Program } from 'acorn';
import { mark } from './marks.js';
import { childrenOf, isFunction } from './syntax.js';

/** The recorder's name in a rewritten module; `undefined` where the module runs without one. */
export const RECORDER = '__ocd';

/** The global object's names. A module may use one for something of its own; `Symbol` stands on it whatever it calls so. */
const GLOBAL_OBJECT = ['globalThis', 'global'];

/** What a rewritten module begins with. Throws where the module hides both names of the global object. */
export function moduleHead(program: Program): string {
  const global = GLOBAL_OBJECT.find((name) => !declaresAtTop(program, name));
  if (global === undefined) throw new Error('the module has names of its own for the global object');
  return mark(
    `;var ${RECORDER}=${global}[${global}.Symbol.for("otel-ctx-doctor")];function __ocdA(t,v){t&&t.away();return v}function __ocdB(t,v){t&&t.back();return v}function __ocdL(k,v){return k?k.kept(v):v}function __ocdJ(v){return ${RECORDER}?${RECORDER}.joins(v):v}`,
  );
}

/** Is the name declared (or bound in any way) outside of the module's functions? Once too often is no harm. */
function declaresAtTop(node: AnyNode, name: string): boolean {
  if (node.type === 'VariableDeclarator') return bindsIn(node.id, name);
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') return node.id?.name === name;
  if (
    node.type === 'ImportSpecifier' ||
    node.type === 'ImportDefaultSpecifier' ||
    node.type === 'ImportNamespaceSpecifier'
  )
    return node.local.name === name;
  return !isFunction(node) && childrenOf(node).some((child) => declaresAtTop(child, name));
}

function bindsIn(pattern: AnyNode, name: string): boolean {
  return pattern.type === 'Identifier'
    ? pattern.name === name
    : childrenOf(pattern).some((child) => bindsIn(child, name));
}
