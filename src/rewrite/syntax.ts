import type { AnyNode, CallExpression, Expression, NewExpression } from 'acorn';

export type FunctionLiteral = Extract<AnyNode, { type: 'FunctionExpression' | 'ArrowFunctionExpression' }>;
export type AnyCall = CallExpression | NewExpression;

export function isFunction(
  node: AnyNode,
): node is Extract<AnyNode, { type: 'FunctionExpression' | 'ArrowFunctionExpression' | 'FunctionDeclaration' }> {
  return (
    node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration' || node.type === 'ArrowFunctionExpression'
  );
}

export function isFunctionLiteral(node: AnyNode): node is FunctionLiteral {
  return node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
}

/** The children of a node, in the order of the text. */
export function childrenOf(node: AnyNode): readonly AnyNode[] {
  if (LEAVES.has(node.type)) return NONE;
  const children: AnyNode[] = [];
  // Nodes have no inherited properties that could be listed, and an array of their own for each would be one too many.
  for (const key in node) {
    const value: unknown = node[key as keyof AnyNode];
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) children.push(item);
    } else if (isNode(value)) children.push(value);
  }
  return children;
}

/** Most nodes of a module are one of these. */
const LEAVES = new Set(['Identifier', 'Literal', 'PrivateIdentifier', 'Super', 'TemplateElement', 'ThisExpression']);
const NONE: readonly AnyNode[] = [];

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/**
 * The node on which a callee's name stands: `run` in `this.pool.run(...)`, where V8 reports calls. `send(...)` of an import
 * is `(0, mail.send)(...)` in CommonJS that comes from ES modules; what maps say of its first characters is the line before.
 */
export function calleeName(call: AnyCall): AnyNode {
  const callee = importedCallee(call.callee);
  if (callee.type === 'MemberExpression') return callee.property;
  return callee;
}

/** Compilers write `(0, pool.run)(…)` for a call of what was imported, so that it has no `this`. */
function importedCallee(callee: AnyNode): AnyNode {
  if (callee.type !== 'ParenthesizedExpression' || callee.expression.type !== 'SequenceExpression') return callee;
  const { expressions } = callee.expression;
  return expressions.length === 2 && expressions[0]?.type === 'Literal' ? (expressions[1] ?? callee) : callee;
}

export function nameText(node: AnyNode): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'PrivateIdentifier') return `#${node.name}`;
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  return '';
}

/** Does the node suspend its own function? Nested functions do not count. */
export function suspends(node: AnyNode): boolean {
  if (isFunction(node)) return false;
  if (node.type === 'AwaitExpression' || node.type === 'YieldExpression') return true;
  return childrenOf(node).some(suspends);
}

/** esbuild (so tsx) wraps literals that would lose their name: `__name(() => {}, "name")`. */
export function isNameKeeper(node: AnyNode): boolean {
  return node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === '__name';
}

/** The literal that an argument is, through esbuild's name keeper. */
export function literalOf(argument: AnyNode): FunctionLiteral | null {
  if (isFunctionLiteral(argument)) return argument;
  if (argument.type === 'ParenthesizedExpression') return literalOf(argument.expression);
  const inner = argument.type === 'CallExpression' && isNameKeeper(argument) ? argument.arguments[0] : undefined;
  return inner && isFunctionLiteral(inner) ? inner : null;
}

/** Of `send(x).catch(log)`, the call that makes the promise: `send(x)`. */
export function baseOfPromiseChain(call: CallExpression): CallExpression {
  let base = call;
  while (
    base.callee.type === 'MemberExpression' &&
    ['then', 'catch', 'finally'].includes(nameText(base.callee.property))
  ) {
    const before: AnyNode = unwrapChain(base.callee.object);
    if (before.type !== 'CallExpression') break;
    base = before;
  }
  return base;
}

export function unwrapChain(node: AnyNode): AnyNode {
  return node.type === 'ChainExpression' || node.type === 'ParenthesizedExpression' ? node.expression : node;
}

/** The call that a statement makes for its effect alone: `f()`, `void f()`, `o?.f()`. */
export function discardedCall(expression: Expression): CallExpression | null {
  const inner =
    expression.type === 'UnaryExpression' && expression.operator === 'void' ? expression.argument : expression;
  const call = unwrapChain(inner);
  return call.type === 'CallExpression' && call.callee.type !== 'Super' ? call : null;
}

/** Is a `?.` part of the chain that this node begins? Then it may not come to its end. */
export function hasOptionalLink(node: AnyNode): boolean {
  if (node.type === 'MemberExpression') return node.optional || hasOptionalLink(node.object);
  if (node.type === 'CallExpression') return node.optional || hasOptionalLink(node.callee);
  return false;
}

/** Does the expression go on from what this call returns? V8's errors would then name what stands around the call. */
export function goesOn(call: AnyNode, parent: AnyNode | undefined): boolean {
  switch (parent?.type) {
    case 'MemberExpression':
      return parent.object === call;
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee === call;
    case 'TaggedTemplateExpression':
      return true;
    default:
      return false;
  }
}

export function isConsoleCall(call: CallExpression): boolean {
  const { callee } = call;
  return callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'console';
}

/** Is the first thing in an expression the `x` of an `x.end()`? */
export function beginsWithEnd(expression: AnyNode): boolean {
  for (let node: AnyNode | null = expression; node; node = leftmost(node)) {
    const isEnd =
      node.type === 'CallExpression' &&
      node.callee.type === 'MemberExpression' &&
      nameText(node.callee.property) === 'end';
    if (isEnd) return true;
  }
  return false;
}

/** The child with which the text of a node begins. */
function leftmost(node: AnyNode): AnyNode | null {
  switch (node.type) {
    case 'SequenceExpression':
      return node.expressions[0] ?? null;
    case 'AssignmentExpression':
    case 'BinaryExpression':
    case 'LogicalExpression':
      return node.left;
    case 'ConditionalExpression':
      return node.test;
    case 'MemberExpression':
      return node.object;
    case 'CallExpression':
      return node.callee;
    case 'TaggedTemplateExpression':
      return node.tag;
    case 'ChainExpression':
      return node.expression;
    case 'UpdateExpression':
      return node.prefix ? null : node.argument;
    default:
      return null;
  }
}
